//! Dates in sentences of six languages, read on a given day.

use super::find;
use crate::stages::clean::annotate::page::Page;

fn dates(text: &str, published: &str, language: &str) -> Vec<(String, String)> {
    let page = Page::new(text);
    find(&page, published.parse().ok(), language, Vec::new())
        .into_iter()
        .map(|dated| (text[dated.span].to_owned(), dated.value.to_string()))
        .collect()
}

/// A text, the day it is read on, its expressions with their values.
type Case = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

fn check(language: &str, cases: &[Case]) {
    for (text, day, expected) in cases {
        let expected: Vec<(String, String)> =
            expected.iter().map(|(words, value)| ((*words).to_owned(), (*value).to_owned())).collect();
        assert_eq!(dates(text, day, language), expected, "{text}");
    }
}

#[test]
fn absolute_dates_in_english() {
    check(
        "en",
        &[
            ("He came on 24 November 2017.", "2020-01-01", &[("24 November 2017", "2017-11-24")]),
            ("He came on November 24, 2017, at noon.", "2020-01-01", &[("November 24, 2017", "2017-11-24")]),
            ("Updated 2017-11-24.", "2020-01-01", &[("2017-11-24", "2017-11-24")]),
            (
                "It was signed on Friday, Nov. 24, 2017.",
                "2020-01-01",
                &[("Friday, Nov. 24, 2017", "2017-11-24")],
            ),
            (
                "in the 1990s and the 19th century",
                "2020-01-01",
                &[("1990s", "199X"), ("19th century", "1801/1900")],
            ),
            ("It ended in 1945.", "2020-01-01", &[("1945", "1945")]),
            ("in the spring of 2018", "2020-01-01", &[("spring of 2018", "2018-21")]),
            ("the first quarter of 2018", "2020-01-01", &[("first quarter of 2018", "2018-33")]),
        ],
    );
}

#[test]
fn spans_in_english() {
    check(
        "en",
        &[
            (
                "It lasts from 3 to 5 May 2018.",
                "2018-01-01",
                &[("from 3 to 5 May 2018", "2018-05-03/2018-05-05")],
            ),
            ("The talks of May 3-5, 2018.", "2018-01-01", &[("May 3-5, 2018", "2018-05-03/2018-05-05")]),
            ("between 2003 and 2005", "2018-01-01", &[("between 2003 and 2005", "2003/2005")]),
            ("in the June-August 1992 season", "2018-01-01", &[("June-August 1992", "1992-06/1992-08")]),
            (
                "The vote is to be held from November 20 to December 11.",
                "2015-05-07",
                &[("from November 20 to December 11", "2015-11-20/2015-12-11")],
            ),
            (
                "The show is to run from January 23 through March 9.",
                "2014-01-28",
                &[("from January 23 through March 9", "2014-01-23/2014-03-09")],
            ),
        ],
    );
}

#[test]
fn tense_decides_where_an_open_date_lies() {
    check(
        "en",
        &[
            ("They will meet in December.", "2017-11-24", &[("December", "2017-12")]),
            ("They met in December.", "2017-11-24", &[("December", "2016-12")]),
            ("They will meet on Tuesday.", "2017-11-24", &[("Tuesday", "2017-11-28")]),
            ("They met on Tuesday.", "2017-11-24", &[("Tuesday", "2017-11-21")]),
            ("He spoke on Friday.", "2017-11-24", &[("Friday", "2017-11-24")]),
            ("The summit is due on 3 March.", "2017-11-24", &[("3 March", "2018-03-03")]),
            ("She was elected on 3 March.", "2017-11-24", &[("3 March", "2017-03-03")]),
        ],
    );
}

#[test]
fn a_year_month_or_week_may_be_named_by_its_place() {
    check(
        "en",
        &[
            ("It was changed on 12 May last year.", "2024-06-08", &[("12 May last year", "2023-05-12")]),
            ("On May 12 of last year they met.", "2024-05-08", &[("May 12 of last year", "2023-05-12")]),
            ("In May of last year they met.", "2024-05-08", &[("May of last year", "2023-05")]),
            ("In the summer of last year they met.", "2024-05-08", &[("summer of last year", "2023-22")]),
            ("They will meet in March next year.", "2024-05-08", &[("March next year", "2025-03")]),
            (
                "On 12 May last year's winner came.",
                "2024-05-08",
                &[("12 May", "2023-05-12"), ("last year", "2023")],
            ),
            ("It begins on the 12th of this month.", "2024-05-08", &[("12th of this month", "2024-05-12")]),
            ("He left on the 31st of last month.", "2024-06-08", &[("31st of last month", "2024-05-31")]),
            ("They meet next week on Tuesday.", "2024-05-08", &[("next week on Tuesday", "2024-05-14")]),
            (
                "The talks will be held the week after next.",
                "2024-05-08",
                &[("week after next", "2024-05-20/2024-05-26")],
            ),
            (
                "He returns three weeks from tomorrow.",
                "2024-05-08",
                &[("three weeks from tomorrow", "2024-05-30")],
            ),
            (
                "He came two days before yesterday.",
                "2024-05-08",
                &[("two days before yesterday", "2024-05-05")],
            ),
            ("It was signed on October, 1st.", "2024-11-08", &[("October, 1st", "2024-10-01")]),
            ("A fortnight ago he left.", "2024-05-08", &[("A fortnight ago", "2024-04-22/2024-04-28")]),
            (
                "He came on 3 May 2016. They met on Monday of the following week.",
                "2024-05-08",
                &[("3 May 2016", "2016-05-03"), ("Monday of the following week", "2016-05-09")],
            ),
            (
                "On 3 May 2016 he came. Later in the day he spoke.",
                "2024-05-08",
                &[("3 May 2016", "2016-05-03"), ("day", "2016-05-03")],
            ),
        ],
    );
}

#[test]
fn a_value_is_no_finer_than_its_words() {
    check(
        "en",
        &[
            ("talks in mid-December will follow", "2017-11-24", &[("mid-December", "2017-12")]),
            ("to meet in early 2018", "2017-11-24", &[("early 2018", "2018")]),
            ("It began in the mid-1990s.", "2017-11-24", &[("mid-1990s", "199X")]),
            ("It began in mid-2015.", "2017-11-24", &[("mid-2015", "2015")]),
            ("It was said more than 24 hours ago.", "2017-11-24", &[("24 hours ago", "../2017-11-23")]),
            ("It was said over three days ago.", "2017-11-24", &[("over three days ago", "../2017-11-21")]),
            (
                "It was said less than three days ago.",
                "2017-11-24",
                &[("three days ago", "2017-11-21/2017-11-24")],
            ),
            ("They will come early next year.", "2017-11-24", &[("early next year", "2018")]),
            (
                "in the second half of January or in February",
                "2017-11-24",
                &[("second half of January or in February", "2018-01/2018-02")],
            ),
        ],
    );
}

#[test]
fn relative_dates_in_english() {
    check(
        "en",
        &[
            (
                "He came yesterday and leaves tomorrow.",
                "2017-11-24",
                &[("yesterday", "2017-11-23"), ("tomorrow", "2017-11-25")],
            ),
            ("It rose last month.", "2017-01-24", &[("last month", "2016-12")]),
            ("It began two weeks ago.", "2017-11-24", &[("two weeks ago", "2017-11-06/2017-11-12")]),
            ("seventeen years ago it began", "2017-07-18", &[("seventeen years ago", "2000")]),
            ("the past two weeks", "2017-11-24", &[("past two weeks", "2017-11-10/2017-11-24")]),
            ("next week", "2017-11-24", &[("next week", "2017-11-27/2017-12-03")]),
            ("by the end of the year", "2017-11-24", &[("end of the year", "2017")]),
            ("He spoke on Christmas Eve.", "2017-11-24", &[("Christmas Eve", "2016-12-24")]),
        ],
    );
}

#[test]
fn words_and_counts_that_look_like_dates_are_none() {
    for text in [
        "You may march on.",
        "a survey of 1709 schoolchildren",
        "a 2000 year old tradition",
        "the sun sat",
        "It costs $2000 now.",
        "Theresa May spoke.",
        "He won 3-5.",
    ] {
        assert!(dates(text, "2017-11-24", "en").is_empty(), "{text}: {:?}", dates(text, "2017-11-24", "en"));
    }
}

#[test]
fn german_dates() {
    check(
        "de",
        &[
            ("Er kam am 24. November 2017 an.", "2020-01-01", &[("24. November 2017", "2017-11-24")]),
            ("Am Dienstag wurde er gewählt.", "2017-11-24", &[("Dienstag", "2017-11-21")]),
            ("Die Gespräche werden im Dezember beginnen.", "2017-11-24", &[("Dezember", "2017-12")]),
            ("vom 3. bis 5. Mai 2018", "2018-01-01", &[("vom 3. bis 5. Mai 2018", "2018-05-03/2018-05-05")]),
            (
                "Gestern, letzte Woche und vor zwei Jahren",
                "2017-11-24",
                &[
                    ("Gestern", "2017-11-23"),
                    ("letzte Woche", "2017-11-13/2017-11-19"),
                    ("vor zwei Jahren", "2015"),
                ],
            ),
            (
                "in den 1990er Jahren, am 24.11.2017",
                "2020-01-01",
                &[("1990er", "199X"), ("24.11.2017", "2017-11-24")],
            ),
            ("Anfang 2018", "2017-11-24", &[("2018", "2018")]),
        ],
    );
}

#[test]
fn french_and_spanish_dates() {
    check(
        "fr",
        &[
            ("Il est venu le 24 novembre 2017.", "2020-01-01", &[("24 novembre 2017", "2017-11-24")]),
            ("du 3 au 5 mai 2018", "2018-01-01", &[("du 3 au 5 mai 2018", "2018-05-03/2018-05-05")]),
            ("Ils ont parlé mardi.", "2017-11-24", &[("mardi", "2017-11-21")]),
            (
                "la semaine dernière, il y a deux ans",
                "2017-11-24",
                &[("semaine dernière", "2017-11-13/2017-11-19"), ("il y a deux ans", "2015")],
            ),
            ("Le 1er janvier 2018", "2018-01-01", &[("1er janvier 2018", "2018-01-01")]),
        ],
    );
    check(
        "es",
        &[
            ("Llegó el 24 de noviembre de 2017.", "2020-01-01", &[("24 de noviembre de 2017", "2017-11-24")]),
            (
                "del 3 al 5 de mayo de 2018",
                "2018-01-01",
                &[("del 3 al 5 de mayo de 2018", "2018-05-03/2018-05-05")],
            ),
            ("El lunes dijo que ayer", "2017-11-24", &[("lunes", "2017-11-20"), ("ayer", "2017-11-23")]),
            (
                "hace dos años y la semana pasada",
                "2017-11-24",
                &[("hace dos años", "2015"), ("semana pasada", "2017-11-13/2017-11-19")],
            ),
        ],
    );
}

#[test]
fn russian_dates() {
    check(
        "ru",
        &[
            ("Он приехал 24 ноября 2017 года.", "2020-01-01", &[("24 ноября 2017 года", "2017-11-24")]),
            ("Встреча состоится в декабре.", "2017-11-24", &[("декабре", "2017-12")]),
            ("Об этом он сообщил во вторник.", "2017-11-24", &[("вторник", "2017-11-21")]),
            (
                "в прошлом году, три дня назад, вчера",
                "2017-11-24",
                &[("прошлом году", "2016"), ("три дня назад", "2017-11-21"), ("вчера", "2017-11-23")],
            ),
            ("с 3 по 5 мая 2018 года", "2018-01-01", &[("с 3 по 5 мая 2018 года", "2018-05-03/2018-05-05")]),
            ("в 1990-х годах, в 2015 году", "2018-01-01", &[("1990-х", "199X"), ("2015 году", "2015")]),
        ],
    );
}

#[test]
fn japanese_dates() {
    check(
        "ja",
        &[
            ("2017年11月24日に会談した。", "2020-01-01", &[("2017年11月24日", "2017-11-24")]),
            ("平成29年11月、令和元年", "2020-01-01", &[("平成29年11月", "2017-11"), ("令和元年", "2019")]),
            ("昨日、12月に行う予定。", "2017-11-24", &[("昨日", "2017-11-23"), ("12月", "2017-12")]),
            ("２０１７年１１月２４日", "2020-01-01", &[("２０１７年１１月２４日", "2017-11-24")]),
            ("火曜日に発表した。3日間続いた。", "2017-11-24", &[("火曜日", "2017-11-21")]),
        ],
    );
}

#[test]
fn cues_look_ahead_only_as_verbs() {
    check(
        "en",
        &[
            ("They announce a spending plan on Tuesday.", "2017-11-24", &[("Tuesday", "2017-11-21")]),
            ("The game was off due to the storm on Tuesday.", "2017-11-24", &[("Tuesday", "2017-11-21")]),
            ("He is due to meet them on Tuesday.", "2017-11-24", &[("Tuesday", "2017-11-28")]),
            (
                "On Thursday, with 110 days until the start, they spoke.",
                "2013-11-16",
                &[("Thursday", "2013-11-14")],
            ),
            ("He doubled down: “Vote on Election Day.”", "2016-10-20", &[("Election Day", "2016-11-08")]),
        ],
    );
}

#[test]
fn today_as_these_times_is_no_day() {
    for text in
        ["He still owns it today.", "Today, many believe in it.", "More live here today than ever before."]
    {
        assert!(dates(text, "2017-11-24", "en").is_empty(), "{text}");
    }
    check("en", &[("Today, the court ruled on it.", "2017-11-24", &[("Today", "2017-11-24")])]);
}

#[test]
fn a_story_gives_its_year_to_its_days() {
    check(
        "en",
        &[
            (
                "The ships left on 5 June 1944. They came on 6 June. The next day it rained, and on 20 January it ended.",
                "2016-10-20",
                &[
                    ("5 June 1944", "1944-06-05"),
                    ("6 June", "1944-06-06"),
                    ("next day", "1944-06-07"),
                    ("20 January", "1944-01-20"),
                ],
            ),
            (
                "The army left on 30 November 1941. It came on 6 January. Two days later it won.",
                "",
                &[
                    ("30 November 1941", "1941-11-30"),
                    ("6 January", "1942-01-06"),
                    ("Two days later", "1942-01-08"),
                ],
            ),
            // The news of the day stays in its year.
            (
                "It began on 5 June 1944.\n\nHe spoke on 12 October. He will speak on 30 October.",
                "2016-10-20",
                &[("5 June 1944", "1944-06-05"), ("12 October", "2016-10-12"), ("30 October", "2016-10-30")],
            ),
        ],
    );
}

#[test]
fn weeks_and_holidays_in_english() {
    check(
        "en",
        &[
            ("We met on Tuesday of last week.", "2016-10-20", &[("Tuesday of last week", "2016-10-11")]),
            ("in the week of April 10", "2018-04-20", &[("week of April 10", "2018-04-09/2018-04-15")]),
            ("They will vote on Labor Day.", "2016-08-20", &[("Labor Day", "2016-09-05")]),
            (
                "It ran from July 2003 to December 2004.",
                "2006-02-23",
                &[("from July 2003 to December 2004", "2003-07/2004-12")],
            ),
        ],
    );
}

#[test]
fn a_weekday_beside_a_day_tells_its_year() {
    check(
        "en",
        &[
            (
                "It began on Sept. 11, 2001. He spoke on Wednesday, Oct. 19.",
                "2016-10-20",
                &[("Sept. 11, 2001", "2001-09-11"), ("Wednesday, Oct. 19", "2016-10-19")],
            ),
            ("They met on Saturday, 24 October.", "2016-10-20", &[("Saturday, 24 October", "2015-10-24")]),
        ],
    );
}

#[test]
fn quarters_and_weekends_in_english() {
    check(
        "en",
        &[
            (
                "in the fourth quarter of last year",
                "2016-10-20",
                &[("fourth quarter of last year", "2015-36")],
            ),
            (
                "the third quarter of fiscal 1989",
                "2016-10-20",
                &[("third quarter of fiscal 1989", "1989-35")],
            ),
            ("It rained over the weekend.", "2016-10-20", &[("weekend", "2016-10-15/2016-10-16")]),
        ],
    );
}

#[test]
fn days_that_everybody_knows_and_days_that_are_one_of_many() {
    let values = |text: &str| -> Vec<String> {
        dates(text, "2016-10-20", "en").into_iter().map(|(_, value)| value).collect()
    };
    for (text, expected) in [
        ("The Sept. 11 attacks changed the country.", vec!["2001-09-11"]),
        ("Since 9/11 the country has changed.", vec!["2001-09-11"]),
        ("He resigned on Sept. 11 and left.", vec!["2016-09-11"]),
        ("They meet on a Monday once a month.", vec![]),
        ("On the 16th he left.", vec!["2016-10-16"]),
        ("He lived on the 16th floor.", vec![]),
    ] {
        assert_eq!(values(text), expected, "{text}");
    }
}

#[test]
fn a_story_of_a_time_long_past_keeps_its_days_there() {
    check(
        "en",
        &[
            // A list of days, the first with its year.
            (
                "8 August 1945: war is declared.\n\n14 August: the declaration is accepted.\n\n2 September: it is signed.",
                "2026-11-25",
                &[
                    ("8 August 1945", "1945-08-08"),
                    ("14 August", "1945-08-14"),
                    ("2 September", "1945-09-02"),
                ],
            ),
            // A year alone as a heading.
            (
                "1945\n\nThe islands changed hands in August.",
                "2026-11-25",
                &[("1945", "1945"), ("August", "1945-08")],
            ),
            (
                "In 1956 they signed the declaration. It came into force in December.",
                "2026-11-25",
                &[("1956", "1956"), ("December", "1956-12")],
            ),
            (
                "The law was changed in the summer of 2020. The vote was held from 25 June to 1 July.",
                "2026-11-25",
                &[("summer of 2020", "2020-22"), ("from 25 June to 1 July", "2020-06-25/2020-07-01")],
            ),
            // A plan of then, not of today.
            (
                "On 24 November 2017 the ministers met.\n\nTwo groups were to meet in December, and talks were to be held in the middle of the month. The work was to be speeded up until the spring.",
                "2026-11-25",
                &[
                    ("24 November 2017", "2017-11-24"),
                    ("December", "2017-12"),
                    ("middle of the month", "2017-12"),
                    ("spring", "2018-21"),
                ],
            ),
            (
                "It was agreed in June 2019. It was planned for 11 October and put off.",
                "2026-11-25",
                &[("June 2019", "2019-06"), ("11 October", "2019-10-11")],
            ),
            // A day that was told with its year is that day again.
            (
                "They met on 6 February 2018. The minister, who came in 2019, called the meeting of 6 February useful.",
                "2026-11-25",
                &[("6 February 2018", "2018-02-06"), ("2019", "2019"), ("6 February", "2018-02-06")],
            ),
            (
                "Sea urchins were chosen in 2018. No project had begun by the spring of that year.",
                "2026-11-25",
                &[("2018", "2018"), ("spring of that year", "2018-21")],
            ),
            // News beside a year of long ago is still news.
            (
                "The treaty of 1956 is in force. They met in October. The talks under way since 2014 will resume in December.",
                "2017-11-24",
                &[("1956", "1956"), ("October", "2017-10"), ("2014", "2014"), ("December", "2017-12")],
            ),
        ],
    );
}

#[test]
fn two_days_that_share_a_month_are_both_read() {
    check(
        "en",
        &[
            (
                "They met on 27 and 28 June 2019.",
                "2020-01-01",
                &[("27 and 28 June 2019", "2019-06-27/2019-06-28")],
            ),
            (
                "They will meet on June 27 and 28.",
                "2019-06-01",
                &[("June 27 and 28", "2019-06-27/2019-06-28")],
            ),
            (
                "They met on 3 and 17 May 2018.",
                "2020-01-01",
                &[("3", "2018-05-03"), ("17 May 2018", "2018-05-17")],
            ),
            (
                "They met on 30 and 31 October.",
                "2017-11-24",
                &[("30 and 31 October", "2017-10-30/2017-10-31")],
            ),
            (
                "It changed hands in August and September 1945.",
                "2020-01-01",
                &[("August and September 1945", "1945-08/1945-09")],
            ),
        ],
    );
}

#[test]
fn words_that_only_look_like_a_day_of_the_article() {
    for text in [
        "To this day there is no treaty.",
        "What this may mean is open.",
        "We write on a Monday, come in Tuesday and print.",
        "He would be a farmer today.",
        "An article was called \"No News Today\".",
        "She spent a lot of the last five months of her life in pain.",
        "Japan keeps 7 February as a day of memory.",
    ] {
        assert!(dates(text, "2017-11-24", "en").is_empty(), "{text}: {:?}", dates(text, "2017-11-24", "en"));
    }
}

#[test]
fn short_forms_in_english() {
    check(
        "en",
        &[
            ("It is dated 05-Aug-2016.", "2020-01-01", &[("05-Aug-2016", "2016-08-05")]),
            ("It is of 2015-12 or so.", "2020-01-01", &[("2015-12", "2015-12")]),
            ("Sales rose in 2017-Q1.", "2020-01-01", &[("2017-Q1", "2017-33")]),
            (
                "He won in 80 and 84, and lost in 2000.",
                "2020-01-01",
                &[("80", "1980"), ("84", "1984"), ("2000", "2000")],
            ),
            ("It is due by year's end.", "2017-11-24", &[("year's end", "2017")]),
            ("It will be done by the end of year.", "2017-11-24", &[("end of year", "2017")]),
            (
                "It opened on Saturday Night as thousands came.",
                "2007-03-05",
                &[("Saturday Night", "2007-03-03")],
            ),
            ("It was 10% of 2000 levels.", "2014-07-28", &[("2000", "2000")]),
            ("\"[Ten] years ago it was born.\"", "2011-03-08", &[("[Ten] years ago", "2001")]),
            (
                "In 2014 it fell from the year before.",
                "2015-05-07",
                &[("2014", "2014"), ("year before", "2013")],
            ),
        ],
    );
}
