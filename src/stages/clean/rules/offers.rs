//! Lines in which an outlet speaks to its readers: offers of letters and programs, requests for money, whom to write
//! to, how long the reading takes.

/// How such a line begins, in lower case …
const ASKING: [&str; 34] = [
    "sign ",
    "get ",
    "join ",
    "subscribe",
    "download ",
    "receive ",
    "stay ",
    "never miss",
    "follow ",
    "register ",
    "click ",
    "enter ",
    "want ",
    "keep ",
    "be the first",
    "find ",
    "try ",
    "check ",
    "don't miss",
    "don’t miss",
    "for more ",
    "to get ",
    "to receive ",
    "you can now ",
    "like ",
    "read our ",
    "abonnieren ",
    "jetzt ",
    "holen ",
    "recevez ",
    "inscrivez",
    "recibe ",
    "apúntate",
    "suscríbete",
];

/// … and what it offers.
const OFFERED: [&str; 28] = [
    "newsletter",
    "your inbox",
    "news alerts",
    "push notifications",
    "breaking news alert",
    "whatsapp channel",
    "on whatsapp",
    "telegram channel",
    "on telegram",
    "youtube channel",
    "our channel",
    "our app",
    " app for ",
    "mobile app",
    "the app store",
    "google play",
    "google news",
    "our podcast",
    "daily briefing",
    "morning briefing",
    "our facebook page",
    "email updates",
    "our latest updates",
    "ihr postfach",
    "boîte mail",
    "boîte de réception",
    "tu correo",
    "boletín",
];

/// How a request for money begins, in lower case …
const BEGGING: [&str; 13] = [
    "support our",
    "support independent",
    "support local",
    "support quality",
    "donate",
    "make a donation",
    "please support",
    "please consider",
    "help us ",
    "become a ",
    "if you value ",
    "if you enjoyed ",
    "with your support",
];

/// … and what it is for.
const NEEDED: [&str; 12] = [
    "journalism",
    "our reporting",
    "our newsroom",
    "our work",
    "member",
    "donat",
    "supporter",
    "subscri",
    "contribution",
    "patron",
    "reader-funded",
    "independent media",
];

/// How a line begins that says whom to write to, in lower case.
const CONTACT: [&str; 19] = [
    "contact ",
    "reach ",
    "email ",
    "e-mail ",
    "email:",
    "e-mail:",
    "write to ",
    "got a tip",
    "have a tip",
    "have a story",
    "do you have ",
    "do you know more",
    "got a story",
    "send ",
    "tips",
    "you can reach ",
    "you can contact ",
    "kontakt:",
    "contacto:",
];

/// Networks on which authors are followed.
const NETWORKS: [&str; 8] =
    ["twitter", "x", "facebook", "instagram", "mastodon", "bluesky", "threads", "linkedin"];

/// Why a line goes, if it is such a line; the line is in lower case.
pub(super) fn reason(lower: &str, count: usize) -> Option<&'static str> {
    let any = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let begins = |heads: &[&str]| heads.iter().any(|head| lower.starts_with(head));
    if count <= 6 && is_length(lower) {
        return Some("time");
    }
    if count <= 3 && ["loading", "please wait"].iter().any(|head| lower.trim_end_matches(['.', '…']) == *head)
    {
        return Some("control");
    }
    if count <= 40 && begins(&ASKING) && any(&OFFERED) {
        return Some("subscription");
    }
    // The request may stand at the end of a line of reasons.
    let pleads = ["please support us", "support us with", "support us by", "consider supporting us"];
    if count <= 60 && any(&pleads) && any(&NEEDED) {
        return Some("subscription");
    }
    if count <= 45
        && begins(&BEGGING)
        && any(&NEEDED)
        && any(&["our", "us ", "become a member", "donat", "independent"])
    {
        return Some("subscription");
    }
    if count <= 50 && lower.contains("earn") && any(&["commission", "affiliate"]) && any(&[" we ", "may"]) {
        return Some("advertisement");
    }
    let asked = any(&["in the comments below", "in the comments section", "in the comment section"]);
    if count <= 30 && asked && any(&["let us know", "tell us", "share your", "what do you think"]) {
        return Some("comments");
    }
    if count <= 40 && (begins(&CONTACT) && lower.contains('@') || is_followed(lower)) {
        return Some("about the author");
    }
    None
}

/// `4 min read`, `Lesezeit: 3 Minuten`
fn is_length(lower: &str) -> bool {
    const ENDS: [&str; 11] = [
        "min read",
        "mins read",
        "minute read",
        "minutes read",
        "min listen",
        "minute listen",
        "minutes listen",
        "min. read",
        "min lesezeit",
        "min de lecture",
        "min de lectura",
    ];
    const HEADS: [&str; 5] =
        ["reading time", "lesezeit", "temps de lecture", "tiempo de lectura", "est. reading time"];
    lower.contains(|c: char| c.is_ascii_digit())
        && (ENDS.iter().any(|end| lower.ends_with(end)) || HEADS.iter().any(|head| lower.starts_with(head)))
}

/// `Ann Lee is a reporter for the Daily. Follow her on Twitter @annlee.`
fn is_followed(lower: &str) -> bool {
    let Some((_, rest)) = lower.split_once(" follow ") else { return false };
    let words: Vec<&str> =
        rest.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let on = words.iter().take(5).position(|word| *word == "on");
    on.is_some_and(|on| words.get(on + 1).is_some_and(|word| NETWORKS.contains(word)))
        && (lower.contains('@') || words.len() <= 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(line: &str) -> Option<&'static str> {
        let lower = line.to_lowercase();
        reason(&lower, lower.split_whitespace().count())
    }

    #[test]
    fn what_an_outlet_says_to_its_readers_goes() {
        for (line, reason) in [
            ("Sign up here for breaking news alerts from the coast and never miss a story.", "subscription"),
            ("Download the Coast Herald app for breaking news", "subscription"),
            ("Join our WhatsApp channel for the latest updates.", "subscription"),
            ("Support independent journalism: become a member from just £5 a month.", "subscription"),
            ("When you purchase through links on our site, we may earn a commission.", "advertisement"),
            ("What do you think? Let us know in the comments below.", "comments"),
            ("Contact the writer at ann@coastherald.example.", "about the author"),
            (
                "Ann Lee is a reporter for the Coast Herald. Follow her on Twitter @annlee.",
                "about the author",
            ),
            ("4 min read", "time"),
            ("Lesezeit: 3 Minuten", "time"),
            ("5 min listen", "time"),
            (
                "Independent reporting costs money. If you can, please support us with a donation.",
                "subscription",
            ),
            ("Do you know more? Contact our newsroom at tips@coastherald.example.", "about the author"),
            ("Loading...", "control"),
        ] {
            assert_eq!(why(line), Some(reason), "{line}");
        }
    }

    #[test]
    fn what_an_article_says_stays() {
        for line in [
            "Get the harbour open again by spring: that is what the mayor wants.",
            "Join the army, he told them in a newspaper of the time.",
            "Support for the plan fell after the vote of the members.",
            "Contact between the two was lost on Tuesday.",
            "He earned a commission on every sale, the court heard.",
            "The police follow leads on the coast and in the capital.",
            "It takes 4 minutes to read the plan.",
        ] {
            assert_eq!(why(line), None, "{line}");
        }
    }
}
