//! The events for `TimelineJS`, the time line of the Knight Lab.

use pulldown_cmark_escape::escape_html;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::model::date::Date;

/// An event of the time line.
#[derive(Clone, Debug, Default)]
pub struct Moment {
    /// When.
    pub date: Option<Date>,
    /// The date in words.
    pub date_words: String,
    /// What.
    pub text: String,
    /// `planned`, `happened`, ….
    pub status: String,
    /// The article that reports it, and its absolute address.
    pub article: (String, String),
    /// The same for ever.
    pub id: String,
}

/// The time line. Its texts are HTML there, so they are escaped.
pub fn timeline(title: &str, description: &str, moments: &[Moment]) -> String {
    let title = json!({"text": {"headline": html(title), "text": html(description)}});
    // Strings, lists and numbers are always JSON.
    serde_json::to_string_pretty(&Timeline { title, events: Events(moments) }).unwrap_or_default() + "\n"
}

#[derive(Serialize)]
struct Timeline<'a> {
    title: Value,
    events: Events<'a>,
}

/// Written event by event: all of them at once would take many times the memory of their text.
struct Events<'a>(&'a [Moment]);

impl Serialize for Events<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().filter_map(event))
    }
}

/// Nothing when the date has no beginning, which the time line cannot draw.
fn event(moment: &Moment) -> Option<Value> {
    let (first, last) = (moment.date?.first_day()?, moment.date?.last_day());
    let day = |(year, month, day): (i32, u8, u8)| json!({"year": year, "month": month, "day": day});
    let (title, address) = &moment.article;
    let mut event = json!({
        "start_date": day(first),
        "display_date": html(&moment.date_words),
        "text": {
            "headline": html(&moment.text),
            "text": format!("<p><a href=\"{}\">{}</a></p>", html(address), html(title)),
        },
        "group": moment.status,
        "unique_id": moment.id,
    });
    if let Some(last) = last.filter(|last| *last != first) {
        event["end_date"] = day(last);
    }
    Some(event)
}

fn html(text: &str) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = escape_html(&mut out, text);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_has_its_days_and_no_markup_of_its_own() {
        let moment = |date: &str| Moment {
            date: date.parse().ok(),
            text: "<b>Talks</b>".into(),
            article: ("A & B".into(), "https://example.org/\"".into()),
            ..Moment::default()
        };
        let text = timeline("T", "", &[moment("2018-01/2018-02"), moment("2018-03-04"), moment("../2018")]);
        let read: Value = serde_json::from_str(&text).expect("JSON");
        let events = read["events"].as_array().expect("events");
        assert_eq!(events.len(), 2, "one without a beginning cannot be drawn");
        assert_eq!(events[0]["start_date"], json!({"year": 2018, "month": 1, "day": 1}));
        assert_eq!(events[0]["end_date"], json!({"year": 2018, "month": 2, "day": 28}));
        assert_eq!(events[0]["text"]["headline"], "&lt;b&gt;Talks&lt;/b&gt;");
        assert_eq!(events[0]["text"]["text"], "<p><a href=\"https://example.org/&quot;\">A &amp; B</a></p>");
        assert!(events[1].get("end_date").is_none());
    }
}
