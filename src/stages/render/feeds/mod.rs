//! Feeds: the newest articles for readers of feeds, as Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1.
//!
//! A feed depends on its entries and on nothing else, not on the day of the build, so that the same articles give the
//! same feed.

mod atom;
mod json;
mod rss;
#[cfg(test)]
mod tests;

pub use self::{atom::atom, json::json, rss::rss};
use crate::model::date::{Date, iso_day};

/// What a feed holds, whatever its format. Addresses are absolute.
#[derive(Clone, Debug, Default, Hash)]
pub struct Feed {
    /// Its title.
    pub title: String,
    /// One sentence; may be empty.
    pub description: String,
    /// The page whose feed it is.
    pub page: String,
    /// The feed itself.
    pub address: String,
    /// BCP 47 tag.
    pub language: String,
    /// Who publishes.
    pub publisher: String,
    /// The hub (`WebSub`, <https://www.w3.org/TR/websub/#discovery>); may be empty.
    pub hub: String,
    /// Newest first; those without a date last.
    pub entries: Vec<Entry>,
}

/// An article, or a correction of one.
#[derive(Clone, Debug, Default, Hash)]
pub struct Entry {
    /// What is the same for ever.
    pub id: String,
    /// The page.
    pub address: String,
    /// The headline.
    pub title: String,
    /// BCP 47 tag, when it is not the feed's.
    pub language: String,
    /// When it was published.
    pub date: Option<Instant>,
    /// When something about it changed last.
    pub updated: Option<Instant>,
    /// Who wrote it; the outlet when nobody is named.
    pub authors: Vec<String>,
    /// What it is about.
    pub tags: Vec<String>,
    /// One or two sentences; may be empty.
    pub summary: String,
    /// The whole text as HTML, when all of it may be shown.
    pub html: Option<String>,
}

/// A day, as the instant at which it begins: feeds know no less exact dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant {
    year: i32,
    month: u8,
    day: u8,
}

impl Instant {
    /// The first instant that a date can mean; nothing for years that feeds cannot write.
    pub fn of(date: Date) -> Option<Self> {
        let (year, month, day) = date.first_day().or(date.last_day())?;
        (1..=9999).contains(&year).then_some(Self { year, month, day })
    }

    /// In the form of RFC 3339.
    fn machine(self) -> String {
        iso_day((self.year, self.month, self.day)) + "T00:00:00Z"
    }

    /// In the form of RFC 822, with the day of the week.
    fn mail(self) -> String {
        const MONTHS: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        let civil = i16::try_from(self.year).ok().and_then(|year| {
            jiff::civil::Date::new(year, i8::try_from(self.month).ok()?, i8::try_from(self.day).ok()?).ok()
        });
        let weekday = civil.map_or(0, |date| date.weekday().to_monday_zero_offset());
        let weekday = DAYS[usize::try_from(weekday).unwrap_or(0)];
        let month = MONTHS[usize::from(self.month.clamp(1, 12)) - 1];
        format!("{weekday}, {:02} {month} {:04} 00:00:00 +0000", self.day, self.year)
    }
}

/// What stands where a date must and none is known.
const BEGINNING: Instant = Instant { year: 1970, month: 1, day: 1 };

impl Feed {
    /// When something in it changed last.
    fn updated(&self) -> Instant {
        self.entries.iter().filter_map(|entry| entry.updated).max().unwrap_or(BEGINNING)
    }
}

/// The HTML of a page's text with absolute addresses. In what the Markdown writer emits, these are always tags.
pub fn with_absolute_links(html: &str, origin: &str, page: &str) -> String {
    html.replace("<a class=\"topic\" href=\"/", &format!("<a class=\"topic\" href=\"{origin}/"))
        .replace("<a href=\"/", &format!("<a href=\"{origin}/"))
        .replace("<a href=\"#", &format!("<a href=\"{page}#"))
}
