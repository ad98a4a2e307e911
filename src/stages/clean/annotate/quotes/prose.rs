//! Quotes in the shapes that political reporting gives them; all persons and words are made up.

use crate::stages::clean::annotate::{Context, annotate};

/// The speaker of each direct quote, sure or not; `-` for an open one.
fn speakers(text: &str) -> Vec<String> {
    let context = Context { published: "2016-10-20".parse().ok(), language: "en", ..Context::default() };
    annotate(text, &context)
        .quotes
        .into_iter()
        .filter(|quote| quote.mode != crate::model::reading::Mode::Indirect)
        .map(|quote| quote.speaker.map_or("-".to_owned(), |speaker| speaker.value))
        .collect()
}

/// A surname in `expected` stands for the fullest name.
fn check_behind(before: &str, cases: &[(&str, &[&str])]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(text, expected)| {
            let found = speakers(&format!("{before}{text}"));
            let right = found.len() == expected.len()
                && found.iter().zip(*expected).all(|(found, expected)| found.ends_with(expected));
            (!right).then(|| format!("{text}\n  {found:?} for {expected:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn check(cases: &[(&str, &[&str])]) {
    check_behind("", cases);
}

/// Who is who, as the first paragraph of a report says it.
const LEAD: &str = "Donald Harlow, Tom Okafor and Maria Delgado debated in Ohio on Monday.\n\n";

#[test]
fn aides_and_appositives_before_and_behind_the_verb() {
    check(&[
        ("“We are going to win,” Harlow spokesman Brian Tate said in an email.", &["Brian Tate"]),
        ("“We are going to win,” said Harlow campaign manager Robby Kane.", &["Robby Kane"]),
        ("“We are going to win,” said Robby Kane, Harlow's campaign manager.", &["Robby Kane"]),
        (
            "“We are going to win,” said Robby Kane, a former aide to Gov. Maria Delgado who now works for Senator Tom Okafor.",
            &["Robby Kane"],
        ),
        ("Harlow's campaign manager, Robby Kane, told CNN that it was “a total disaster.”", &["Robby Kane"]),
        ("Mr. Harlow's campaign chairman, John Marsh, said in a statement: “It is over.”", &["John Marsh"]),
        (
            "“He is a liar,” Robby Kane, who ran Maria Delgado's campaign in Ohio, said on ABC's “This Week.”",
            &["Robby Kane"],
        ),
        (
            "“I don't know,” said one senior Republican, who asked not to be named.",
            &["one senior Republican"],
        ),
        ("“I don't know,” said a spokesman for Harlow.", &["a spokesman for Harlow"]),
        ("“I don't know,” a White House official said on Tuesday.", &["a White House official"]),
        ("“I don't know,” one of the protesters told reporters.", &["one of the protesters"]),
        ("“We are deeply concerned,” the State Department said in a statement.", &["State Department"]),
        ("“We are deeply concerned,” the committee said in a statement.", &["the committee"]),
        ("“We are deeply concerned,” the Harlow campaign said in a statement.", &["the Harlow campaign"]),
        ("“We are concerned,” said House Speaker Paul Ryder (R-Wis.).", &["Paul Ryder"]),
        ("“We are concerned,” Rep. Elijah Marsh (D-Md.) said Wednesday.", &["Elijah Marsh"]),
        ("“We are concerned,” said Sen. Tom Okafor of Ohio, the ranking Democrat.", &["Tom Okafor"]),
        ("“We are concerned,” said Tom Okafor, 54, a truck driver from Dayton.", &["Tom Okafor"]),
        ("“We are concerned,” Okafor, 54, said outside the hall.", &["Okafor"]),
    ]);
}

#[test]
fn pronouns_in_a_report_about_two_or_more() {
    check(&[
        (
            "Donald Harlow attacked Maria Delgado on Monday. “She is a liar,” he told supporters in Ohio. “She lies all the time.”",
            &["Donald Harlow", "Donald Harlow"],
        ),
        (
            "Donald Harlow attacked Maria Delgado on Monday.\n\n“He has no plan,” she said in response.",
            &["Maria Delgado"],
        ),
        (
            "Tom Okafor, a Democrat, said the plan would fail. He called it “a gift to the rich” and urged senators to vote it down.",
            &["Tom Okafor"],
        ),
        (
            "Mr. Harlow met Senator Tom Okafor in Ohio on Friday. Mr. Harlow said the talks went well.\n\n“We got a lot done,” he said.",
            &["Harlow"],
        ),
        (
            "“We got a lot done,” Harlow said.\n\nHe then turned to taxes.\n\n“They are too high,” he said. “Way too high.”",
            &["Harlow", "Harlow", "Harlow"],
        ),
        (
            "Speaking at a rally in Ohio, Harlow said Okafor was weak. “He is a weak man,” Harlow said. “He can't win,” he added.",
            &["Harlow", "Harlow"],
        ),
        (
            "Anna Kowalska, a lawyer, has lived here for years. “I love it,” she says. Her husband Peter does not. “I hate it,” he says.",
            &["Anna Kowalska", "-"],
        ),
        (
            "“It is a fraud,” the Republican nominee said of the vote. “It is rigged.”",
            &["the Republican nominee", "the Republican nominee"],
        ),
    ]);
}

#[test]
fn words_that_stand_alone_behind_what_somebody_said() {
    check_behind(
        LEAD,
        &[
            ("Harlow said the system was broken. “It is rigged against all of you.”", &["Harlow"]),
            (
                "Harlow told the crowd that the system was broken.\n\n“It is rigged against all of you, and I mean all of you.”",
                &["Harlow"],
            ),
            (
                "“It is rigged,” Harlow said.\n\n“And we are going to fix it, believe me, very quickly.”\n\n“We will fix all of it.”",
                &["Harlow", "Harlow", "Harlow"],
            ),
            (
                "Harlow was asked about the tape. “That was locker room talk and nothing more,” he replied.",
                &["Harlow"],
            ),
            ("“It is,” Harlow said, adding: “We will fix it.”", &["Harlow", "Harlow"]),
            ("Harlow said the vote was “rigged,” adding that he would “fix it.”", &["Harlow", "Harlow"]),
            ("Harlow called Delgado “crooked” and said she should be “in jail.”", &["Harlow", "Harlow"]),
        ],
    );
}

#[test]
fn parts_of_sentences_in_marks() {
    check_behind(
        LEAD,
        &[
            ("Harlow has called the deal “the worst ever.”", &["Harlow"]),
            ("Mr. Harlow, who has called the deal “the worst ever,” did not respond.", &["Harlow"]),
            ("Harlow denounced what he called a “witch hunt” against him.", &["Harlow"]),
            ("Harlow described Delgado as “a nasty woman” at the debate.", &["Harlow"]),
            ("Harlow dismissed the report as “fake news.”", &["Harlow"]),
            ("The White House said the claims were “completely false.”", &["White House"]),
            ("In a tweet, Harlow said he was “very proud” of her.", &["Harlow"]),
            ("Harlow tweeted Sunday that the media was “the enemy.”", &["Harlow"]),
            ("Delgado, for her part, said she was “not surprised.”", &["Delgado"]),
            ("Harlow vowed to “drain the swamp.”", &["Harlow"]),
            ("Harlow promised he would “drain the swamp” in Washington.", &["Harlow"]),
            ("Harlow is “a threat to the country,” Delgado said.", &["Delgado"]),
            ("Harlow is “a threat to the country,” according to Tom Okafor.", &["Tom Okafor"]),
            ("The plan is “a gift to the rich,” Okafor said, “and nothing else.”", &["Okafor", "Okafor"]),
        ],
    );
}

#[test]
fn other_ways_to_give_words_to_somebody() {
    check_behind(
        LEAD,
        &[
            ("In the words of Tom Okafor, “it is time to go.”", &["Tom Okafor"]),
            ("As Harlow put it, “it is time to go.”", &["Harlow"]),
            ("“It is time to go,” as Harlow put it.", &["Harlow"]),
            ("It was, in Harlow's words, “time to go.”", &["Harlow"]),
            ("What Okafor said was “wrong,” in the words of Harlow.", &["Harlow"]),
            ("“It is time to go now,” Harlow shot back.", &["Harlow"]),
            ("“Let me be clear:” Okafor said, “we will not pay.”", &["Okafor", "Okafor"]),
            ("Harlow's verdict: “It is time to go.”", &["Harlow"]),
            ("For Tom Okafor, it was simple: “It is time to go.”", &["Okafor"]),
            (
                "Asked whether he would accept the result, Harlow said: “I will look at it at the time.”",
                &["Harlow"],
            ),
            (
                "“I will look at it at the time,” Harlow said when asked whether Delgado would win.",
                &["Harlow"],
            ),
            ("“You are wrong!” Harlow shouted.", &["Harlow"]),
            ("“Why would we do that?” asked Okafor.", &["Okafor"]),
            ("Okafor's statement added: “We will not give up on this.”", &["Okafor"]),
            ("Harlow took to Twitter on Sunday: “It is time to go, everybody!”", &["Harlow"]),
            ("“It is time to go,” reads the letter from the committee.", &["the letter from the committee"]),
            ("“It is time to go,” Harlow told Fox News host Sean Kemp on Monday night.", &["Harlow"]),
            ("“It is time to go,” Harlow told Maria Delgado at the debate.", &["Harlow"]),
            ("“It is time to go,” Harlow was quoted as saying by the Times.", &["Harlow"]),
            ("Harlow wrote on Facebook, “It is time to go now.”", &["Harlow"]),
            ("Tom Okafor, speaking on CNN's “State of the Union,” said “it is time to go.”", &["Tom Okafor"]),
            (
                "“It is time to go,” Mr. Harlow, 70, a Republican, said at a rally in Ohio with Gov. Mike Pence.",
                &["Harlow"],
            ),
            ("“The American people,” said Okafor, “deserve better than this.”", &["Okafor", "Okafor"]),
            ("“The American people,” he said, “deserve better.”", &["-", "-"]),
            ("Critics say the plan is “a gift to the rich.”", &["Critics"]),
            ("Republicans have accused Delgado of “selling access” to donors.", &["Republicans"]),
        ],
    );
}

#[test]
fn descriptions_and_words_between_quotes() {
    check_behind(
        LEAD,
        &[
            (
                "Sen. Paul Stone pushed back on Monday. “It is a bad bill,” the Kentucky Republican wrote. “A very bad bill.”",
                &["Paul Stone", "Paul Stone"],
            ),
            ("Okafor said it was “just fine,” “great” and “wonderful.”", &["Okafor", "Okafor", "Okafor"]),
            (
                "Okafor promised a “fair process” and signaled that the law was his target, calling it “a disaster.”",
                &["Okafor", "Okafor"],
            ),
            ("“It is over now,” Harlow said. Okafor added: “We have lost it.”", &["Harlow", "Okafor"]),
            ("Okafor responded to the “red line” group of senators.", &[]),
            ("The crowd chanted “lock them up” as Okafor repeated a promise.", &["The crowd"]),
            (
                "During an interview on “Kemp Tonight,” former Gov. Ann Stone said the vote “was a fraud.”",
                &["Ann Stone"],
            ),
            ("“Go home!” the crowd shouted back.", &["the crowd"]),
            ("Okafor's chairman, Jon Moss, accused Mr. Harlow of “hiding the truth.”", &["Jon Moss"]),
            (
                "Asked about Mr. Harlow's taxes, Senator Lindsey Kemp laughed. “No comment,” said Kemp.",
                &["Lindsey Kemp"],
            ),
            ("In the words of one of the guests, Ohio Gov. Ann Stone: “This is just crazy.”", &["Ann Stone"]),
            ("Rod Benson – where Harlow beat Okafor in May – said it was “a good day.”", &["Rod Benson"]),
            (
                "``We have no comment,'' said Mr. Stone, a spokesman for the firm. ``It is early.''",
                &["Stone", "Stone"],
            ),
        ],
    );
}

#[test]
fn whoever_passes_words_on_did_not_say_them() {
    check(&[
        (
            "According to Reuters, Anna Kowalska asked that the talks be kept apart: “We will talk of fish and of nothing else.”",
            &["Anna Kowalska"],
        ),
        ("According to Tom Okafor, Maria Delgado said it was “a very bad deal”.", &["Maria Delgado"]),
        (
            "Tom Okafor arrived in Ohio on Monday. “We will talk of fish,” his press service quoted him as saying.",
            &["Tom Okafor"],
        ),
        (
            "Maria Delgado arrived in Ohio on Monday. Her press service quoted her as saying: “We will talk of fish.”",
            &["Maria Delgado"],
        ),
        ("“We will talk of fish,” Reuters quoted Tom Okafor as saying.", &["Tom Okafor"]),
    ]);
}
