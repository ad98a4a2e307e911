//! How an article is cited: as words in three styles, and for the programs that keep references.
//!
//! What is cited is the article as it was published, with the address of the original where it is known, else of its
//! page here. Names stay as they are written: which part of a name is the family's cannot be told from the name.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use super::{
    filters::{
        dates::{Style, in_words},
        safe_url,
        words::Words,
    },
    strings::{FALLBACK, Strings},
};
use crate::{
    model::date::{Date, iso_day},
    text,
};

/// References are written in English, whatever the language of the site: the styles are those of English texts.
static ENGLISH: LazyLock<Words> = LazyLock::new(|| match Strings::load(&[], FALLBACK) {
    Ok((strings, _)) => strings.words,
    Err(problems) => unreachable!("the built-in words are whole: {problems:?}"),
});

/// What a reference says.
#[derive(Clone, Debug, Default, Hash)]
pub struct Cited {
    /// The key: the file stem of the article.
    pub key: String,
    /// The headline.
    pub title: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// The outlet; may be empty.
    pub source: String,
    /// When it was published.
    pub date: Option<Date>,
    /// Where it was published; may be empty.
    pub original: String,
    /// Its page on this site.
    pub page: String,
    /// The name of this site.
    pub site: String,
    /// When it was saved.
    pub retrieved: Option<Date>,
    /// BCP 47 tag.
    pub language: String,
    /// BCP 47 tag of the language that it was translated from; empty when it was not.
    pub translated_from: String,
}

/// What several styles say alike.
struct Said {
    address: String,
    /// `24 November 2017`; nothing when there is no date.
    date: String,
    /// `November 24, 2017`.
    american: String,
}

impl Cited {
    /// Where the reference leads.
    fn address(&self) -> String {
        let original = safe_url(&self.original);
        if original.starts_with("http") { original } else { self.page.clone() }
    }

    /// In the styles of three houses and as an entry of a BibTeX file, by name.
    pub fn styles(&self) -> [(&'static str, String); 4] {
        let said = &self.said();
        [
            ("APA", self.apa(said)),
            ("Chicago", self.chicago_of(said)),
            ("ISO 690", self.iso690(said)),
            ("BibTeX", self.bibtex_at(&said.address)),
        ]
    }

    fn said(&self) -> Said {
        let date = self.date.map(|date| in_words(date, &ENGLISH, Style::Long)).unwrap_or_default();
        Said { address: self.address(), american: self.american(&date), date }
    }

    /// As Americans write it: the day after the month.
    fn american(&self, words: &str) -> String {
        match (self.date.and_then(Date::as_day), words.split(' ').collect::<Vec<_>>().as_slice()) {
            (Some(_), [day, month, year]) => format!("{month} {day}, {year}"),
            _ => words.to_owned(),
        }
    }

    fn translation(&self) -> String {
        if self.translated_from.is_empty() {
            return String::new();
        }
        format!("Translated from {}", ENGLISH.language(&self.translated_from))
    }

    /// In the style of the American Psychological Association (7th edition).
    fn apa(&self, said: &Said) -> String {
        let date = match said.american.rsplit_once(", ") {
            Some((rest, year)) => format!("{year}, {rest}"),
            None if said.american.is_empty() => "n.d.".to_owned(),
            None => said.american.clone(),
        };
        let authors = if self.authors.is_empty() { &self.source } else { &list(&self.authors, " & ") };
        let outlet = if self.authors.is_empty() { "" } else { self.source.as_str() };
        let (first, second) = if authors.is_empty() {
            (sentence(&self.title), format!("({date})."))
        } else {
            (format!("{} ({date}).", sentence(authors)), sentence(&self.title))
        };
        join([first, second, sentence(outlet), said.address.clone()])
    }

    /// In the style of the Chicago Manual (17th edition), as a bibliography has it.
    pub fn chicago(&self) -> String {
        self.chicago_of(&self.said())
    }

    fn chicago_of(&self, said: &Said) -> String {
        let title = format!("“{}”", sentence(&self.title));
        let outlet = [self.source.as_str(), &said.american];
        let outlet: Vec<&str> = outlet.into_iter().filter(|part| !part.is_empty()).collect();
        join([
            sentence(&list(&self.authors, ", and ")),
            title,
            sentence(&outlet.join(", ")),
            format!("{}.", said.address),
        ])
    }

    /// As ISO 690:2021 has it.
    fn iso690(&self, said: &Said) -> String {
        let creators =
            if self.authors.is_empty() { self.source.to_uppercase() } else { list(&self.authors, " and ") };
        let viewed =
            self.retrieved.map(|date| format!(" [viewed {}]", in_words(date, &ENGLISH, Style::Long)));
        let date = if said.date.is_empty() { "[n.d.]" } else { &said.date };
        let outlet =
            if self.source.is_empty() { "[online]".to_owned() } else { format!("{} [online]", self.source) };
        let published = format!("{outlet}, {date}{}", viewed.unwrap_or_default());
        join([
            sentence(&creators),
            sentence(&self.title),
            sentence(&published),
            sentence(&self.translation()),
            format!("Available from: {}", said.address),
        ])
    }

    /// An entry of a BibTeX file; `url` and `urldate` are those of biblatex, which BibTeX's own styles pass over.
    pub fn bibtex(&self) -> String {
        self.bibtex_at(&self.address())
    }

    fn bibtex_at(&self, address: &str) -> String {
        let mut entry = format!("@misc{{{},\n", bibtex_key(&self.key));
        let mut field = |name: &str, value: String| {
            if !value.is_empty() {
                entry.extend(["  ", name, " = {", &value, "},\n"]);
            }
        };
        field("title", format!("{{{}}}", tex(&self.title)));
        let authors: Vec<String> = self.authors.iter().map(|name| format!("{{{}}}", tex(name))).collect();
        field("author", authors.join(" and "));
        field("howpublished", tex(&self.source));
        if let Some(date) = self.date {
            field("year", date.year().to_string());
        }
        if let Some(day) = self.date.and_then(Date::as_day) {
            field("date", iso_day(day));
        }
        field("url", tex_url(address));
        if let Some(day) = self.retrieved.and_then(Date::as_day) {
            field("urldate", iso_day(day));
        }
        field("language", tex(&self.language));
        let found = format!("{} {}", self.site, self.page);
        let notes = [self.translation(), found].map(|note| tex(&note));
        field("note", notes.into_iter().filter(|note| !note.is_empty()).collect::<Vec<_>>().join(". "));
        entry.push_str("}\n");
        entry
    }

    /// A record of a RIS file: lines that end with CR and LF.
    pub fn ris(&self) -> String {
        let mut record = String::new();
        let mut tag = |tag: &str, value: &str| {
            let value = one_line(value);
            if !value.is_empty() || tag == "ER" {
                record.extend([tag, "  - ", &value, "\r\n"]);
            }
        };
        tag("TY", "NEWS");
        tag("ID", &self.key);
        tag("TI", &self.title);
        self.authors.iter().for_each(|author| tag("AU", author));
        tag("T2", &self.source);
        if let Some(date) = self.date {
            tag("PY", &format!("{:04}", date.year()));
        }
        if let Some(day) = self.date.and_then(Date::as_day) {
            tag("DA", &iso_day(day).replace('-', "/"));
        }
        tag("UR", &self.address());
        if let Some(day) = self.retrieved.and_then(Date::as_day) {
            tag("Y2", &iso_day(day).replace('-', "/"));
        }
        tag("LA", &self.language);
        tag("N1", &self.translation());
        tag("DP", &self.site);
        tag("L2", &self.page);
        tag("ER", "");
        record
    }

    /// An item of a CSL-JSON file.
    pub fn csl(&self) -> Value {
        let mut item = Map::new();
        let mut put = |key: &str, value: Value| {
            if value != json!("") {
                item.insert(key.to_owned(), value);
            }
        };
        put("id", json!(self.key));
        put("type", json!("article-newspaper"));
        put("title", json!(self.title));
        if !self.authors.is_empty() {
            put("author", self.authors.iter().map(|name| json!({"literal": name})).collect());
        }
        put("container-title", json!(self.source));
        if let Some(date) = self.date {
            put("issued", csl_date(date));
        }
        if let Some(date) = self.retrieved {
            put("accessed", csl_date(date));
        }
        put("URL", json!(self.address()));
        put("language", json!(self.language));
        put("archive", json!(self.site));
        put("archive_location", json!(self.page));
        put("note", json!(self.translation()));
        Value::Object(item)
    }
}

/// A day as three numbers, a month or year as the first and the last of its days.
fn csl_date(date: Date) -> Value {
    let parts = |(year, month, day): (i32, u8, u8)| json!([year, month, day]);
    match (date.first_day(), date.last_day()) {
        (Some(first), Some(last)) if first == last => json!({"date-parts": [parts(first)]}),
        (Some(first), Some(last)) => json!({"date-parts": [parts(first), parts(last)]}),
        (Some(day), None) | (None, Some(day)) => json!({"date-parts": [parts(day)]}),
        (None, None) => json!({"literal": date.to_string()}),
    }
}

fn list(names: &[String], last: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., end] => format!("{}{last}{end}", before.join(", ")),
    }
}

/// With a full stop, unless it ends with a mark of its own; nothing stays nothing.
fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '!', '?', '…', '。']) {
        text.to_owned()
    } else {
        [text, "."].concat()
    }
}

fn join<const N: usize>(parts: [String; N]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Without line ends and other control characters, which begin new fields.
fn one_line(words: &str) -> String {
    if words.contains(char::is_control) {
        return text::one_line(&words.replace(char::is_control, " "));
    }
    text::one_line(words)
}

/// A text with everything that TeX takes for a command escaped.
fn tex(text: &str) -> String {
    let text = one_line(text);
    if !text.contains(['\\', '~', '^', '{', '}', '$', '&', '#', '_', '%']) {
        return text;
    }
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '{' | '}' | '$' | '&' | '#' | '_' | '%' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// Addresses are taken as they are, but for what would end the field or begin a comment.
fn tex_url(url: &str) -> String {
    let mut out = String::new();
    for c in url.chars() {
        match c {
            '{' => out.push_str("%7B"),
            '}' => out.push_str("%7D"),
            '\\' => out.push_str("%5C"),
            c if c.is_control() || c.is_whitespace() => {}
            c => out.push(c),
        }
    }
    out
}

/// A key in the characters that every BibTeX takes.
fn bibtex_key(key: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || "-_.:".contains(c);
    key.chars().map(|c| if fits(c) { c } else { '-' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cited() -> Cited {
        Cited {
            key: "2017-11-24-talks".into(),
            title: "Talks & {tea}: 50% of $5_#".into(),
            source: "RIA Novosti".into(),
            date: "2017-11-24".parse().ok(),
            original: "https://ria.example/a_b?c=50%25&d".into(),
            page: "https://example.org/articles/talks/".into(),
            site: "The file".into(),
            retrieved: "2018-01-02".parse().ok(),
            language: "en".into(),
            translated_from: "ru".into(),
            ..Cited::default()
        }
    }

    #[test]
    fn words_in_three_styles() {
        let mut cited = Cited { title: "Talks begin".into(), ..cited() };
        assert_eq!(
            cited.apa(&cited.said()),
            "RIA Novosti. (2017, November 24). Talks begin. https://ria.example/a_b?c=50%25&d"
        );
        assert_eq!(
            cited.chicago(),
            "“Talks begin.” RIA Novosti, November 24, 2017. https://ria.example/a_b?c=50%25&d."
        );
        assert_eq!(
            cited.iso690(&cited.said()),
            "RIA NOVOSTI. Talks begin. RIA Novosti [online], 24 November 2017 [viewed 2 January 2018]. Translated from Russian. Available from: https://ria.example/a_b?c=50%25&d"
        );
        cited.authors = vec!["Marta Lind".into(), "Jonas Ek".into()];
        (cited.date, cited.original) = ("2017-11".parse().ok(), "javascript:alert(1)".into());
        assert_eq!(
            cited.apa(&cited.said()),
            "Marta Lind & Jonas Ek. (November 2017). Talks begin. RIA Novosti. https://example.org/articles/talks/"
        );
        (cited.date, cited.authors, cited.source) = (None, vec![], String::new());
        assert_eq!(cited.apa(&cited.said()), "Talks begin. (n.d.). https://example.org/articles/talks/");
        assert_eq!(cited.chicago(), "“Talks begin.” https://example.org/articles/talks/.");
    }

    #[test]
    fn nothing_in_a_title_is_a_command_of_tex() {
        let entry = cited().bibtex();
        assert!(entry.contains(r"title = {{Talks \& \{tea\}: 50\% of \$5\_\#}},"), "{entry}");
        assert!(entry.contains("url = {https://ria.example/a_b?c=50%25&d},"), "{entry}");
        assert_eq!(tex("a\\b~c^d\ne"), r"a\textbackslash{}b\textasciitilde{}c\textasciicircum{}d e");
    }

    #[test]
    fn a_line_end_begins_no_new_field() {
        let mut cited = cited();
        cited.title = "A\r\nER  - \nB".into();
        let record = cited.ris();
        assert_eq!(record.matches("\r\nER  - ").count(), 1, "{record}");
        assert!(record.starts_with("TY  - NEWS\r\nID  - 2017-11-24-talks\r\nTI  - A ER - B\r\n"), "{record}");
    }

    #[test]
    fn inexact_dates_keep_their_bounds() {
        assert_eq!(
            csl_date("2017-11".parse().expect("a date")),
            json!({"date-parts": [[2017, 11, 1], [2017, 11, 30]]})
        );
    }
}
