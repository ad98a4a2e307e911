//! Date expressions in German, French, Spanish and Russian: one grammar, the words of each in its lexicon.

use super::{
    lexicon::{Lexicon, which},
    raw::{Cyclic, Expr, Raw, Unit, Which},
    resolve::Tense,
    terms::{full_year, year},
};
use crate::{model::date::Point, stages::clean::annotate::page::Page, text::words::Sort};

type Read<T> = Option<(T, usize)>;

/// A page in a language.
#[derive(Clone, Copy)]
pub(super) struct Reader<'p, 'a> {
    /// The text.
    pub page: &'p Page<'a>,
    /// Its words for dates.
    pub lexicon: &'static Lexicon,
}

impl Reader<'_, '_> {
    /// The longest expression that begins at a token.
    pub(super) fn expression(self, at: usize) -> Read<Expr> {
        self.span(at).or_else(|| self.point(at).map(|(raw, end)| (Expr::One(raw), end)))
    }

    /// Where the verbs of the sentence look.
    pub(super) fn tense(self, at: usize) -> Tense {
        let sentence = self.page.sentence(at);
        let has = |words: &[&str]| sentence.clone().any(|i| words.contains(&self.page.words.low(i)));
        if has(self.lexicon.ahead) {
            Tense::Future
        } else if has(self.lexicon.back) {
            Tense::Past
        } else {
            Tense::Open
        }
    }

    /// `vom 3. bis 5. Mai 2018`, `du 3 au 5 mai`, `с мая по июль 2018 года`, `2010–2012`.
    fn span(self, at: usize) -> Read<Expr> {
        let lead = self.page.is_one_of(at, self.lexicon.from);
        let start = at + usize::from(lead);
        let (from, mid) =
            self.day_only(start).filter(|_| self.end_after(start)).or_else(|| self.point(start)).or_else(
                || {
                    // After `from` a month needs no word of its own.
                    lead.then(|| {
                        self.month(start).map(|(m, end)| (Raw::Turn(Cyclic::Month(m), Which::Open), end))
                    })
                    .flatten()
                },
            )?;
        let word = self.page.words.low(mid);
        let dash = matches!(word, "-" | "–");
        if !self.lexicon.to.contains(&word) || (!lead && !dash) {
            return None;
        }
        let (to, end) = self.point(mid + 1).or_else(|| {
            self.month(mid + 1).map(|(m, end)| (Raw::Turn(Cyclic::Month(m), Which::Open), end))
        })?;
        let from = match (from, to) {
            (Raw::Turn(Cyclic::Day(day), _), Raw::At(Point::Day(year, month, _))) => {
                Raw::At(Point::Day(year, month, day))
            }
            (Raw::Turn(Cyclic::Day(day), _), Raw::Turn(Cyclic::MonthDay(month, _), which)) => {
                Raw::Turn(Cyclic::MonthDay(month, day), which)
            }
            (Raw::Turn(Cyclic::Day(_), _), _) => return None,
            (Raw::Turn(Cyclic::Month(month), _), Raw::At(Point::Month(year, last))) => {
                Raw::At(Point::Month(if month > last { year - 1 } else { year }, month))
            }
            (Raw::Turn(Cyclic::MonthDay(month, day), _), Raw::At(Point::Day(year, last, _))) => {
                Raw::At(Point::Day(if month > last { year - 1 } else { year }, month, day))
            }
            (from, _) => from,
        };
        Some((Expr::Between(from, to), end))
    }

    /// Whether a day alone is followed by what leads to the end of a span.
    fn end_after(self, at: usize) -> bool {
        self.day_only(at).is_some_and(|(_, end)| self.lexicon.to.contains(&self.page.words.low(end)))
    }

    fn day_only(self, at: usize) -> Read<Raw> {
        let (day, end) = self.day(at)?;
        Some((Raw::Turn(Cyclic::Day(day), Which::Open), end))
    }

    fn point(self, at: usize) -> Read<Raw> {
        self.fixed(at)
            .or_else(|| self.weekday(at))
            .or_else(|| self.calendar(at))
            .or_else(|| self.numeric(at))
            .or_else(|| self.unit(at))
            .or_else(|| self.ago(at))
            .or_else(|| self.bare_year(at))
    }

    fn fixed(self, at: usize) -> Read<Raw> {
        self.lexicon
            .fixed
            .iter()
            .find(|(words, _)| words.iter().enumerate().all(|(i, word)| self.page.is(at + i, word)))
            .map(|(words, raw)| (*raw, at + words.len()))
    }

    fn weekday(self, at: usize) -> Read<Raw> {
        let turn = which(self.lexicon, self.page.words.low(at));
        let name = at + usize::from(turn.is_some());
        let day =
            self.lexicon.weekdays.iter().position(|forms| forms.contains(&self.page.words.low(name)))?;
        let day = u8::try_from(day + 1).ok()?;
        let mut next = name + 1;
        while self.page.is_one_of(next, &[",", "den", "dem", "le", "el", "(", "día"]) {
            next += 1;
        }
        if let Some((raw @ (Raw::At(Point::Day(..)) | Raw::Turn(Cyclic::MonthDay(..), _)), end)) =
            self.calendar(next)
        {
            return Some((raw, end));
        }
        let after = which(self.lexicon, self.page.words.low(name + 1));
        let end = name + 1 + usize::from(after.is_some() && turn.is_none());
        let turn = turn.or(after).unwrap_or(Which::Open);
        // `last Monday` in a text of these languages is the one before today.
        Some((Raw::Turn(Cyclic::Weekday(day), turn), end))
    }

    /// `24. November 2017`, `24 de noviembre`, `ноябрь 2017 года`, `Sommer 2018`, `1990er Jahre`.
    fn calendar(self, at: usize) -> Read<Raw> {
        if let Some((day, next)) = self.day(at)
            && let Some((month, end)) = self.month(self.skip_joints(next))
        {
            if let Some((year, end)) = self.year_after(end) {
                return Some((Raw::At(Point::Day(year, month, day)), end));
            }
            return Some((Raw::Turn(Cyclic::MonthDay(month, day), Which::Open), end));
        }
        if let Some((month, end)) = self.month(at) {
            if let Some((year, end)) = self.year_after(end) {
                return Some((Raw::At(Point::Month(year, month)), end));
            }
            let before = self.page.words.low(at.wrapping_sub(1));
            let lead = self.lexicon.before_month.contains(&before) || before.starts_with("mi-");
            let turn = which(self.lexicon, before).or_else(|| which(self.lexicon, self.page.words.low(end)));
            let end = end + usize::from(which(self.lexicon, before).is_none() && turn.is_some());
            return (lead || turn.is_some())
                .then_some((Raw::Turn(Cyclic::Month(month), turn.unwrap_or(Which::Open)), end));
        }
        self.season(at).or_else(|| self.decade(at))
    }

    fn season(self, at: usize) -> Read<Raw> {
        let season =
            self.lexicon.seasons.iter().position(|forms| forms.contains(&self.page.words.low(at)))?;
        let code = u8::try_from(season + 21).ok()?;
        let (year, end) = self.year_after(at + 1)?;
        Some((Raw::At(Point::Season(year, code)), end))
    }

    fn decade(self, at: usize) -> Read<Raw> {
        let low = self.page.words.low(at);
        let plain = low.strip_suffix("er").and_then(full_year).map(|year| (year, at + 1));
        let russian = year(self.page, at)
            .filter(|_| self.page.is(at + 1, "-") && self.page.is_one_of(at + 2, &["х", "е"]));
        let named = self.page.is_one_of(at.wrapping_sub(1), &["années", "años"]);
        let (year, end) = plain
            .or(russian.map(|year| (year, at + 3)))
            .or_else(|| year(self.page, at).filter(|_| named).map(|year| (year, at + 1)))?;
        (year % 10 == 0).then_some((Raw::At(Point::Decade(year)), end))
    }

    /// `24.11.2017`, `24/11/2017`, `2017-11-24`.
    fn numeric(self, at: usize) -> Read<Raw> {
        let low = self.page.words.low(at);
        let valid = |year: i32, month: &str, day: &str| {
            let (month, day) = (month.parse::<u8>().ok()?, day.parse::<u8>().ok()?);
            ((1..=12).contains(&month) && (1..=31).contains(&day))
                .then_some(Raw::At(Point::Day(year, month, day)))
        };
        if let [day, month, year] = low.split('.').collect::<Vec<_>>()[..] {
            return valid(full_year(year)?, month, day).map(|raw| (raw, at + 1));
        }
        let mark = self.page.words.low(at + 1);
        if !matches!(mark, "-" | "/") || self.page.words.low(at + 3) != mark || !self.page.words.glued(at + 1)
        {
            return None;
        }
        let (middle, last) = (self.page.words.low(at + 2), self.page.words.low(at + 4));
        let raw = if low.len() == 4 {
            valid(full_year(low)?, middle, last)
        } else {
            valid(full_year(last)?, middle, low)
        };
        raw.map(|raw| (raw, at + 5))
    }

    /// `letzte Woche`, `la semaine dernière`, `в прошлом году`.
    fn unit(self, at: usize) -> Read<Raw> {
        let words = &self.page.words;
        let (turn, name, end) = if let Some(turn) = which(self.lexicon, words.low(at)) {
            (turn, at + 1, at + 2)
        } else {
            let turn = which(self.lexicon, words.low(at + 1)).filter(|turn| *turn != Which::This)?;
            (turn, at, at + 2)
        };
        let unit = self.unit_at(name)?;
        let step = match turn {
            Which::Last => -1,
            Which::Next => 1,
            Which::This | Which::Open => 0,
        };
        (unit != Unit::Day).then_some((Raw::Unit(unit, step), end))
    }

    fn unit_at(self, at: usize) -> Option<Unit> {
        self.lexicon.units.iter().find(|(word, _)| self.page.is(at, word)).map(|(_, unit)| *unit)
    }

    /// `vor zwei Wochen`, `il y a un an`, `три дня назад`.
    fn ago(self, at: usize) -> Read<Raw> {
        let lead = self
            .lexicon
            .ago_before
            .iter()
            .find(|words| words.iter().enumerate().all(|(i, word)| self.page.is(at + i, word)))
            .map_or(0, |words| words.len());
        let low = self.page.words.low(at + lead);
        let count = self.lexicon.counts.iter().find(|(word, _)| *word == low).map(|(_, n)| *n);
        let (count, unit_at) = match count.or_else(|| low.parse().ok().filter(|n| (1..500).contains(n))) {
            Some(count) => (count, at + lead + 1),
            None => (1, at),
        };
        let unit = self.unit_at(unit_at)?;
        let after = self.lexicon.ago_after.contains(&self.page.words.low(unit_at + 1));
        (lead > 0 || after).then_some((Raw::Away(unit, -count), unit_at + 1 + usize::from(after)))
    }

    fn bare_year(self, at: usize) -> Read<Raw> {
        let found = year(self.page, at).filter(|year| (1800..2080).contains(year))?;
        let before = self.page.words.low(at.wrapping_sub(1));
        let lead = matches!(
            before,
            "jahr"
                | "jahre"
                | "jahres"
                | "seit"
                | "bis"
                | "anfang"
                | "ende"
                | "mitte"
                | "sommer"
                | "("
                | "en"
                | "depuis"
                | "fin"
                | "début"
                | "année"
                | "l'année"
                | "año"
                | "desde"
                | "hasta"
                | "de"
                | "в"
                | "с"
                | "до"
                | "к"
                | "конце"
                | "начале"
                | "im"
                | "von"
                | "dès"
                | "entre"
                | "zwischen"
                | "und"
                | "et"
                | "y"
                | "и"
                | "по"
                | "–"
                | "-"
                | "bereits"
                | "erst"
        );
        let word_after = self.page.is_one_of(at + 1, &["года", "году", "год", "г", "годом", "годах"]);
        let end = at + 1 + usize::from(word_after);
        (lead || word_after).then_some((Raw::At(Point::Year(found)), end))
    }

    /// A day of a month, with its full stop.
    fn day(self, at: usize) -> Read<u8> {
        if self.page.words.sort(at) != Sort::Number {
            return None;
        }
        let low = self.page.words.low(at);
        let digits = low.trim_end_matches(|c: char| c.is_alphabetic() || c == 'º');
        if !matches!(&low[digits.len()..], "" | "er" | "º" | "го" | "е") {
            return None;
        }
        let day = digits.parse::<u8>().ok().filter(|day| (1..=31).contains(day) && digits.len() <= 2)?;
        let dotted = self.page.is(at + 1, ".") && self.page.words.glued(at + 1);
        Some((day, at + 1 + usize::from(dotted)))
    }

    fn month(self, at: usize) -> Read<u8> {
        let low = self.page.words.low(at);
        let low = low.strip_prefix("mi-").unwrap_or(low);
        let month = self.lexicon.months.iter().position(|forms| forms.contains(&low))?;
        let dotted = low.chars().count() <= 4
            && self.page.is(at + 1, ".")
            && self.page.words.glued(at + 1)
            && year(self.page, at + 2).is_some();
        u8::try_from(month + 1).ok().map(|month| (month, at + 1 + usize::from(dotted)))
    }

    fn skip_joints(self, at: usize) -> usize {
        at + usize::from(self.page.is_one_of(at, self.lexicon.joints))
    }

    fn year_after(self, at: usize) -> Read<i32> {
        let next = if self.page.is_one_of(at, &["de", "del", ","]) { at + 1 } else { at };
        let found = year(self.page, next)?;
        let mut end = next + 1;
        if self.page.is_one_of(end, &["года", "году", "год", "г"]) {
            end += 1;
            end += usize::from(self.page.is(end - 1, "г") && self.page.is(end, "."));
        }
        Some((found, end))
    }
}
