//! One mail (`.eml`), or one page saved as a mail (`.mhtml`).

use mail_parser::{Address, HeaderValue, Message, MessageParser};

use crate::{
    model::{date::Date, reading::Read},
    stages::clean::{
        charset::NotText,
        draft::{Draft, shown},
        format::plain,
        html,
        sources::Sources,
    },
};

/// Reads a mail. Its text is the page in it, when a browser saved it, else its plain text, else its HTML.
pub fn read(bytes: &[u8], sources: &Sources) -> Result<Draft, NotText> {
    let message = MessageParser::default().parse(bytes).ok_or(NotText("is not a mail"))?;
    let saved_at =
        header(&message, "Snapshot-Content-Location").or_else(|| header(&message, "Content-Location"));
    let page = message.body_html(0).filter(|_| message.html_body_count() > 0);
    let is_page =
        saved_at.is_some() || header(&message, "From").is_some_and(|from| from.contains("Saved by"));
    let mut draft = match (page, message.body_text(0)) {
        (Some(page), _) if is_page => html::read(&page, sources),
        (_, Some(text)) if message.text_body_count() > 0 && !is_converted(&message) => {
            without_signature(&text)
        }
        (Some(page), _) => html::read(&page, sources),
        _ => return Err(NotText("is a mail without a text")),
    };
    if let Some(address) = saved_at.filter(|address| address.starts_with("http")) {
        if let Some(source) = sources.at_address(&address) {
            draft.reading.source = Some(Read::fact(source.name.clone(), "address", &address));
        }
        if draft.reading.date.as_ref().is_none_or(|date| !date.sure)
            && let Some(date) = html::day::in_path(&address)
        {
            draft.reading.date = Some(date);
        }
        draft.reading.url.get_or_insert(address);
    }
    if !is_page {
        envelope(&mut draft, &message, sources);
    } else if draft.reading.title.is_none() {
        title(&mut draft, &message);
    }
    Ok(draft)
}

/// A mail's text up to the line of two dashes and a space that begins a signature (RFC 3676).
fn without_signature(text: &str) -> Draft {
    let mut at = 0;
    let starts = |line: &str| line.trim_end_matches(['\r', '\n']) == "-- ";
    let begins = text.split_inclusive('\n').find_map(|line| {
        at += line.len();
        starts(line).then(|| at - line.len())
    });
    let (body, signature) = text.split_at(begins.unwrap_or(text.len()));
    let mut draft = plain::read(body).untraced();
    draft.remove(signature, "signature");
    draft
}

/// Whether the plain text was only made from the HTML by the mail library.
fn is_converted(message: &Message<'_>) -> bool {
    message.text_bodies().next().is_none_or(mail_parser::MessagePart::is_text_html)
}

fn header(message: &Message<'_>, name: &str) -> Option<String> {
    match message.header(name)? {
        HeaderValue::Text(text) => Some(text.trim().to_owned()),
        HeaderValue::Address(Address::List(list)) => {
            let first = list.first()?;
            Some(first.name.as_deref().or(first.address.as_deref())?.to_owned())
        }
        _ => None,
    }
}

fn title(draft: &mut Draft, message: &Message<'_>) {
    let Some(subject) = message.subject() else { return };
    let mut line = subject.trim();
    for head in ["Fwd:", "FWD:", "Fw:", "FW:", "Re:", "RE:", "AW:", "WG:", "TR:"] {
        line = line.strip_prefix(head).unwrap_or(line).trim();
    }
    draft.reading.title = Some(Read::fact(shown(line), "metadata", subject));
}

/// Subject, day and sender of a mail. The day is the sender's, as written.
fn envelope(draft: &mut Draft, message: &Message<'_>, sources: &Sources) {
    title(draft, message);
    let day = message.date().and_then(|date| Date::day(i32::from(date.year), date.month, date.day));
    if let Some(day) = day {
        let words = message.date().map(mail_parser::DateTime::to_rfc3339).unwrap_or_default();
        draft.reading.date = Some(Read::fact(day, "metadata", &words));
    }
    let Some(sender) = message.from().and_then(Address::first) else { return };
    let host = sender.address().and_then(|address| address.rsplit('@').next());
    let source = host.and_then(|host| sources.at_address(host)).or_else(|| sources.named(sender.name()?));
    match (source, sender.name()) {
        (Some(source), _) => {
            draft.reading.source =
                Some(Read::fact(source.name.clone(), "sender", sender.address().unwrap_or_default()));
        }
        (None, Some(name)) => draft.reading.source = Some(Read::suggestion(shown(name), "sender", name)),
        (None, None) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stages::clean::{draft::Block, passage::Passage};

    fn texts(draft: &Draft) -> Vec<&str> {
        draft.blocks.iter().filter_map(Block::words).map(Passage::as_str).collect()
    }

    #[test]
    fn a_mail_gives_subject_day_and_sender() {
        let mail = "From: Reuters Alerts <alerts@reuters.com>\r\nSubject: =?utf-8?Q?Fwd:_Talks_=E2=80=93_new_round?=\r\n\
            Date: Fri, 24 Nov 2017 23:30:00 +0300\r\nContent-Type: text/plain; charset=koi8-r\r\n\
            Content-Transfer-Encoding: quoted-printable\r\n\r\n=ED=CF=D3=CB=D7=C1.\r\n";
        let draft = read(mail.as_bytes(), &Sources::new(&[])).expect("a mail");
        assert_eq!(texts(&draft), ["Москва."]);
        let reading = draft.reading;
        assert_eq!(reading.title.map(|title| title.value).as_deref(), Some("Talks – new round"));
        assert_eq!(reading.date.map(|date| date.value.to_string()).as_deref(), Some("2017-11-24"));
        assert_eq!(reading.source.map(|source| source.value).as_deref(), Some("Reuters"));
    }

    #[test]
    fn the_signature_of_a_mail_is_no_text() {
        let mail = "From: a@b.example\r\nSubject: x\r\n\r\nThey met.\r\n-- \r\nAnn Lee\r\nDesk\r\n";
        let draft = read(mail.as_bytes(), &Sources::new(&[])).expect("a mail");
        assert_eq!(texts(&draft), ["They met."]);
        assert_eq!(draft.reading.removed.last().map(|cut| cut.reason.as_str()), Some("signature"));
        let mail = "From: a@b.example\r\nSubject: x\r\n\r\nThey met.\r\n--\r\nThey spoke.\r\n";
        assert_eq!(texts(&read(mail.as_bytes(), &Sources::new(&[])).expect("a mail")).len(), 3);
    }

    #[test]
    fn a_saved_page_is_read_as_a_page() {
        let page = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://www.bbc.co.uk/news/1\r\nSubject: x\r\n\
            MIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\r\n\r\n--b\r\n\
            Content-Type: text/html\r\nContent-Location: https://www.bbc.co.uk/news/1\r\n\r\n\
            <h1>Talks begin</h1><p>The ministers of both countries met on Monday, and they will meet again soon, they said.\
            </p>\r\n--b--\r\n";
        let draft = read(page.as_bytes(), &Sources::new(&[])).expect("a page");
        assert_eq!(draft.reading.title.as_ref().map(|title| title.value.as_str()), Some("Talks begin"));
        assert_eq!(draft.reading.source.as_ref().map(|source| source.value.as_str()), Some("BBC"));
        assert_eq!(draft.reading.url.as_deref(), Some("https://www.bbc.co.uk/news/1"));
    }
}
