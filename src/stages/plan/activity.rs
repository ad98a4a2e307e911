//! How much was written about a topic, month by month: the bars of a small chart, and its numbers.

use std::{collections::BTreeMap, fmt::Write as _};

use crate::model::{
    date::{Date, Extent, Point},
    view::{Activity, Bar},
};

/// With more months than this a bar is a year.
const MOST_MONTHS: i32 = 60;

/// Fewer articles need no chart.
const FEWEST: usize = 3;

/// The size of the drawing, in its own units.
const WIDTH: usize = 600;
const HEIGHT: usize = 72;

/// The chart for articles of these dates. Those that name no month are left out; nothing when the rest lie in one
/// month, or are too few.
pub(super) fn activity(dates: impl Iterator<Item = Date>) -> Option<Activity> {
    let mut months: BTreeMap<i32, usize> = BTreeMap::new();
    for month in dates.filter_map(month) {
        *months.entry(month).or_default() += 1;
    }
    let (first, last) = (*months.keys().next()?, *months.keys().next_back()?);
    if first == last || months.values().sum::<usize>() < FEWEST {
        return None;
    }
    let by_year = last - first >= MOST_MONTHS;
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for (month, count) in months {
        *counts.entry(if by_year { month.div_euclid(12) } else { month }).or_default() += count;
    }
    let name = |unit: i32| {
        if by_year { Point::Year(unit) } else { Point::Month(unit.div_euclid(12), of_year(unit)) }.to_string()
    };
    let bars: Vec<Bar> =
        counts.iter().map(|(unit, count)| Bar { date: name(*unit), count: *count }).collect();
    let highest = counts.values().copied().max().unwrap_or(1);
    let peak = bars.iter().find(|bar| bar.count == highest).map(|bar| bar.date.clone()).unwrap_or_default();
    Some(Activity {
        path: path(&counts, highest),
        width: WIDTH,
        height: HEIGHT,
        by_year,
        highest,
        peak,
        bars,
    })
}

/// Months since the year 0.
fn month(date: Date) -> Option<i32> {
    match date.extent {
        Extent::At(Point::Day(year, month, _) | Point::Month(year, month)) => {
            Some(year * 12 + i32::from(month) - 1)
        }
        _ => None,
    }
}

fn of_year(month: i32) -> u8 {
    u8::try_from(month.rem_euclid(12) + 1).unwrap_or(1)
}

/// All bars as one outline, from the first to the last unit of time; whole numbers, so that every machine draws the
/// same.
fn path(counts: &BTreeMap<i32, usize>, highest: usize) -> String {
    let (Some(first), Some(last)) = (counts.keys().next(), counts.keys().next_back()) else {
        return String::new();
    };
    let units = usize::try_from(last - first).unwrap_or(0) + 1;
    let mut path = String::new();
    for (unit, count) in counts {
        let place = usize::try_from(unit - first).unwrap_or(0);
        let (left, right) = (place * WIDTH / units, (place + 1) * WIDTH / units);
        let width = (right - left).saturating_sub(if units > 100 { 1 } else { 2 }).clamp(1, 36);
        let height = (count * HEIGHT / highest.max(1)).max(2);
        // Writing to a String cannot fail.
        let _ = write!(path, "M{left} {HEIGHT}v-{height}h{width}v{height}z");
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(dates: &[&str]) -> Option<Activity> {
        activity(dates.iter().map(|date| date.parse().expect(date)))
    }

    #[test]
    fn months_are_counted_and_gaps_stay_open() {
        let chart = of(&["2017-11-24", "2018-02", "2017-11-03", "2018", "2018-01/2018-02"]).expect("a chart");
        let bars: Vec<(&str, usize)> = chart.bars.iter().map(|bar| (bar.date.as_str(), bar.count)).collect();
        assert_eq!(bars, [("2017-11", 2), ("2018-02", 1)]);
        assert_eq!((chart.peak.as_str(), chart.highest, chart.by_year), ("2017-11", 2, false));
        assert_eq!(chart.path, "M0 72v-72h36v72zM450 72v-36h36v36z");
    }

    #[test]
    fn a_long_time_is_shown_by_year() {
        let chart = of(&["1999-05", "1999-06", "2020-01-02"]).expect("a chart");
        assert!(chart.by_year && chart.bars.len() == 2 && chart.bars[0].date == "1999");
    }

    #[test]
    fn one_month_or_two_articles_are_no_chart() {
        assert!(of(&["2017-11", "2017-11", "2017-11"]).is_none());
        assert!(of(&["2017-11", "2017-12"]).is_none() && of(&[]).is_none());
    }
}
