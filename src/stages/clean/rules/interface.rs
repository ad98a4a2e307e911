//! What a page says as a program: labels of its buttons and menus, messages of its forms and players.

/// Lines that are a label and nothing else, in lower case, without the marks around them.
const LABELS: [&str; 147] = [
    "accept all",
    "accept all cookies",
    "add to favorites",
    "add to favourites",
    "all comments",
    "already have an account",
    "already have an account log in",
    "already have an account sign in",
    "back",
    "back to top",
    "bookmark",
    "bookmark this article",
    "close",
    "cookie policy",
    "cookie settings",
    "copied",
    "copy link to clipboard",
    "editor's picks",
    "editors' picks",
    "enlarge image",
    "enlarge this image",
    "enter your email address",
    "exit full screen",
    "exit fullscreen",
    "fullscreen",
    "get unlimited access",
    "gift article",
    "gift this article",
    "go to homepage",
    "hide caption",
    "home",
    "increase font size",
    "jump to comments",
    "link copied",
    "link copied to clipboard",
    "listen",
    "load comments",
    "load more",
    "load more comments",
    "log in",
    "log in to comment",
    "login",
    "manage cookies",
    "menu",
    "mute",
    "next article",
    "next story",
    "now playing",
    "open gallery",
    "open image in gallery",
    "open in app",
    "page not found",
    "paid content",
    "paid post",
    "partner content",
    "pause",
    "play audio",
    "play video",
    "post a comment",
    "post comment",
    "powered by wordpress",
    "previous article",
    "previous story",
    "print article",
    "print this article",
    "print this page",
    "print this story",
    "privacy notice",
    "privacy policy",
    "promoted",
    "promoted stories",
    "reject all",
    "report this ad",
    "save for later",
    "save this article",
    "save this story",
    "scroll down",
    "search",
    "see all",
    "send us your feedback",
    "show all",
    "show less",
    "show more",
    "sign in",
    "sign in to comment",
    "sign up",
    "skip to content",
    "skip to main content",
    "sponsored",
    "start your free trial",
    "terms and conditions",
    "terms of service",
    "terms of use",
    "text size",
    "toggle caption",
    "toggle menu",
    "trending now",
    "unmute",
    "view all",
    "view all comments",
    "view gallery",
    "view in gallery",
    "watch now",
    "anmelden",
    "artikel drucken",
    "artikel merken",
    "artikel vorlesen",
    "bild vergrößern",
    "drucken",
    "hier geht es zur startseite",
    "kommentar schreiben",
    "mehr anzeigen",
    "mehr laden",
    "menü",
    "merken",
    "nach oben",
    "schließen",
    "seite drucken",
    "weniger anzeigen",
    "zum seitenanfang",
    "zur galerie",
    "zur startseite",
    "zurück zur startseite",
    "afficher plus",
    "ajouter à mes favoris",
    "fermer",
    "imprimer",
    "je m'abonne",
    "retour à l'accueil",
    "se connecter",
    "voir plus",
    "cerrar",
    "imprimir",
    "iniciar sesión",
    "más noticias",
    "ver más",
    "volver arriba",
    "chiudi",
    "stampa articolo",
    "fechar",
    "sluiten",
    "zamknij",
    "закрыть",
    "комментировать",
    "на главную",
    "наверх",
    "показать ещё",
];

/// How messages of forms, players and notices begin, in lower case …
const MESSAGES: [(&str, &str); 30] = [
    ("please enter a valid", "control"),
    ("please enter your email", "control"),
    ("thank you for subscribing", "subscription"),
    ("thanks for subscribing", "subscription"),
    ("by providing your email", "subscription"),
    ("create a free account", "subscription"),
    ("subscribe for $", "subscription"),
    ("subscribe for £", "subscription"),
    ("turn on desktop notifications", "subscription"),
    ("privacy notice: newsletters", "subscription"),
    ("this site is protected by recaptcha", "control"),
    ("protected by recaptcha", "control"),
    ("you must be logged in", "comments"),
    ("you need to be logged in", "comments"),
    ("your email address will not be published", "comments"),
    ("save my name, email", "comments"),
    ("to comment on this story", "comments"),
    ("to comment on this article", "comments"),
    ("have something to say about this", "comments"),
    ("comments are closed", "comments"),
    ("video player is loading", "player"),
    ("this is a modal window", "player"),
    ("beginning of dialog window", "player"),
    ("this video cannot be played", "player"),
    ("this video file cannot be played", "player"),
    ("your browser does not support", "player"),
    ("to view this video please", "player"),
    ("scroll to continue", "advertisement"),
    ("font size:", "control"),
    ("current time 0", "player"),
];

/// … none of them with more words than this.
const LONGEST: usize = 60;

/// Beginnings that a sentence may have too, and what comes after them in such a message only.
const FURTHER: [(&str, &[&str], &str); 5] = [
    ("an error occurred", &["try again", "reload", "refresh"], "control"),
    ("something went wrong", &["try again", "reload", "refresh"], "control"),
    ("by signing up", &["you agree", "you accept", "you confirm", "our terms", "privacy"], "subscription"),
    ("by subscribing", &["you agree", "you accept", "you confirm", "our terms", "privacy"], "subscription"),
    ("by registering", &["you agree", "you accept", "you confirm", "our terms", "privacy"], "subscription"),
];

/// How a question for slips begins, in lower case …
const SLIPS: [&str; 14] = [
    "found a mistake",
    "found an error",
    "see a mistake",
    "spot a mistake",
    "spotted a mistake",
    "spotted an error",
    "report an error",
    "report a correction",
    "haben sie einen fehler",
    "fehler gefunden",
    "fehler entdeckt",
    "vous avez trouvé une erreur",
    "нашли ошибку",
    "если вы нашли ошибку",
];

/// … none with more words.
const LONGEST_SLIP: usize = 25;

/// Why a line goes, if it is such a line; the line is in lower case.
pub(super) fn reason(lower: &str, count: usize) -> Option<&'static str> {
    if count > LONGEST {
        return None;
    }
    let straight = lower.replace('’', "'");
    if count <= 7 {
        let bare: String = straight.chars().filter(|c| !"?!.:…".contains(*c)).collect();
        let bare = bare.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'');
        let is_sentence = lower.ends_with('.') && count > 3;
        if LABELS.contains(&bare) && !is_sentence {
            return Some("control");
        }
    }
    let asks = straight.contains('?') || count <= 5;
    if asks && count <= LONGEST_SLIP && SLIPS.iter().any(|head| straight.starts_with(head)) {
        return Some("about the author");
    }
    let is_whole = |further: &[&str]| count <= 3 || further.iter().any(|words| straight.contains(words));
    let further = FURTHER.iter().find(|(head, more, _)| straight.starts_with(head) && is_whole(more));
    let said = MESSAGES.iter().find(|(head, _)| straight.starts_with(head));
    further.map(|(.., reason)| *reason).or_else(|| said.map(|(_, reason)| *reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_messages_are_no_text() {
        let why = |line: &str| {
            let lower = line.to_lowercase();
            reason(&lower, lower.split_whitespace().count())
        };
        for (line, expected) in [
            ("Show more", Some("control")),
            ("Editor’s picks", Some("control")),
            ("Already have an account? Log in", Some("control")),
            ("Artikel drucken", Some("control")),
            ("An error occurred. Please try again.", Some("control")),
            ("Found a mistake? Select it and press Ctrl+Enter.", Some("about the author")),
            ("Your email address will not be published. Required fields are marked *", Some("comments")),
            ("This site is protected by reCAPTCHA and the Terms of Service apply.", Some("control")),
            ("By signing up you agree to our terms of service.", Some("subscription")),
            ("By signing up pupils of the harbour schools, the navy hopes to fill its ships.", None),
            ("Something went wrong with the brakes, he told the court.", None),
            ("An error occurred in the count, the commission said.", None),
            ("Found an error in the ledger, and nobody to explain it.", None),
            ("He went home", None),
            ("Back in the harbour, nobody spoke.", None),
            ("Found in a drawer, the letter was read aloud.", None),
            ("Something was wrong with the wall.", None),
        ] {
            assert_eq!(why(line), expected, "{line}");
        }
    }
}
