//! The clock: which day it is, and how long things take. Both are read here and nowhere else.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "this is where the clock becomes an input of a build"
)]

use std::time::{Duration, Instant};

use jiff::{Timestamp, ZonedDateTime, tz::TimeZone};

use crate::model::{diagnostic::Diagnostic, inputs::Day};

/// Today, in the time zone of the machine; or the day in UTC that `SOURCE_DATE_EPOCH` gives (seconds since 1970),
/// which makes a build repeatable on another day. See <https://reproducible-builds.org/specs/source-date-epoch/>.
///
/// A `SOURCE_DATE_EPOCH` that is no number of seconds is an error: to build with another day would be a surprise.
pub fn today() -> Result<Day, Diagnostic> {
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) if !seconds.is_empty() => day_of_epoch(&seconds),
        _ => Ok(day(&ZonedDateTime::now())),
    }
}

/// This moment in UTC, to the second (RFC 3339); or the one that `SOURCE_DATE_EPOCH` gives.
pub fn now() -> Result<String, Diagnostic> {
    let moment = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) if !seconds.is_empty() => epoch(&seconds)?,
        _ => Timestamp::now(),
    };
    Ok(moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

fn day_of_epoch(seconds: &str) -> Result<Day, Diagnostic> {
    Ok(day(&epoch(seconds)?.to_zoned_datetime(TimeZone::UTC)))
}

fn epoch(seconds: &str) -> Result<Timestamp, Diagnostic> {
    let moment = seconds.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    moment.ok_or_else(|| {
        Diagnostic::error(
            "bad-environment",
            format!("SOURCE_DATE_EPOCH is not a number of seconds: {seconds}"),
        )
        .hint("unset it, or set it to seconds since 1970 such as `date +%s` prints")
    })
}

fn day(moment: &ZonedDateTime) -> Day {
    // A civil date has neither month nor day below one.
    (i32::from(moment.year()), moment.month().unsigned_abs(), moment.day().unsigned_abs())
}

/// Measures how long the stages of a build take, for `--profile`.
#[derive(Clone, Debug)]
pub struct Stopwatch {
    started: Instant,
    last: Instant,
    laps: Vec<(&'static str, Duration)>,
}

impl Stopwatch {
    /// Starts.
    pub fn start() -> Self {
        let now = Instant::now();
        Self { started: now, last: now, laps: Vec::new() }
    }

    /// Notes the time since the last lap, or since the start, under a name.
    pub fn lap(&mut self, name: &'static str) {
        let now = Instant::now();
        self.laps.push((name, now - self.last));
        self.last = now;
    }

    /// The laps so far, in order.
    pub fn laps(&self) -> &[(&'static str, Duration)] {
        &self.laps
    }

    /// The time since the start.
    pub fn total(&self) -> Duration {
        self.started.elapsed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_epoch_gives_a_day_in_utc() {
        for (seconds, day) in [
            ("0", (1970, 1, 1)),
            ("1511567999", (2017, 11, 24)),
            ("1511568000", (2017, 11, 25)),
            ("-1", (1969, 12, 31)),
        ] {
            assert_eq!(day_of_epoch(seconds), Ok(day), "{seconds}");
        }
        for wrong in ["yesterday", "1.5", "99999999999999999999"] {
            assert!(day_of_epoch(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn laps_add_up_to_no_more_than_the_total() {
        let mut watch = Stopwatch::start();
        watch.lap("read");
        watch.lap("link");
        let names: Vec<_> = watch.laps().iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["read", "link"]);
        assert!(watch.laps().iter().map(|(_, time)| *time).sum::<Duration>() <= watch.total());
    }
}
