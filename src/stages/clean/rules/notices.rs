//! Notices that no article is without on the Web: consent to cookies, where a feed comes from, lines of signs.

/// How the owner of a site begins to speak of cookies, in lower case.
const HEADS: [&str; 30] = [
    "we ",
    "our ",
    "with your ",
    "by clicking",
    "by continuing",
    "by using",
    "this site ",
    "this website ",
    "you can ",
    "you may ",
    "if you agree",
    "wir ",
    "mit ihrer ",
    "diese website ",
    "diese webseite ",
    "diese seite ",
    "unsere ",
    "nous ",
    "avec votre ",
    "ce site ",
    "en cliquant",
    "en poursuivant",
    "utilizamos ",
    "nosotros ",
    "este sitio ",
    "al hacer clic",
    "мы ",
    "этот сайт ",
    "продолжая ",
    "当サイト",
];

/// What a reader is asked for, in lower case.
const ASKED: [&str; 24] = [
    "consent",
    "accept",
    "agree",
    "privacy",
    "personal data",
    "personalis",
    "personaliz",
    "device",
    "your experience",
    "preferences",
    "zustimm",
    "einwillig",
    "akzeptier",
    "datenschutz",
    "personenbezogen",
    "confidentialité",
    "données",
    "consentement",
    "privacidad",
    "datos",
    "consentimiento",
    "согла",
    "персональн",
    "利用",
];

/// No notice has more words.
const LONGEST: usize = 120;

/// Why a line goes, if it is such a notice; the line is in lower case.
pub(super) fn reason(lower: &str, count: usize) -> Option<&'static str> {
    if !lower.contains(char::is_alphanumeric) {
        return Some("ornament");
    }
    if count <= LONGEST && HEADS.iter().any(|head| lower.starts_with(head)) {
        let partners = ["we and ", "with your "].iter().any(|head| lower.starts_with(head));
        let topic =
            lower.contains("cookie") || lower.contains("クッキー") || partners && lower.contains(" partners");
        if topic && ASKED.iter().any(|word| lower.contains(word)) {
            return Some("cookie notice");
        }
    }
    (count <= 60 && is_of_feed(lower)).then_some("notice of a feed")
}

/// `The post … appeared first on …`
fn is_of_feed(lower: &str) -> bool {
    const HALVES: [(&str, &str); 5] = [
        ("the post ", " appeared first on "),
        ("der beitrag ", " erschien zuerst auf "),
        ("l’article ", " est apparu en premier sur "),
        ("la entrada ", " se publicó primero en "),
        ("сообщение ", " появились сначала на "),
    ];
    HALVES.iter().any(|(head, half)| lower.starts_with(head) && lower.contains(half))
}
