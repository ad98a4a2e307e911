//! Quotes with their speakers in short texts.

use crate::{
    model::reading::Mode,
    stages::clean::annotate::{Context, annotate},
};

/// (speaker, words, mode) of each quote; a speaker who is only suggested has a question mark.
fn read(text: &str) -> Vec<(String, &str, Mode)> {
    let context = Context { published: "2017-11-24".parse().ok(), language: "en", ..Context::default() };
    annotate(text, &context)
        .quotes
        .into_iter()
        .map(|quote| {
            let speaker =
                quote.speaker.map_or(String::new(), |s| if s.sure { s.value } else { s.value + "?" });
            (speaker, &text[quote.span], quote.mode)
        })
        .collect()
}

fn speakers(text: &str) -> Vec<String> {
    read(text).into_iter().map(|(speaker, ..)| speaker).collect()
}

#[test]
fn the_speaker_stands_before_or_after() {
    for text in [
        "“We will win this case,” said Anna Kowalska.",
        "“We will win this case,” Anna Kowalska said.",
        "“We will win this case,” Anna Kowalska, the mayor of Gdansk, told reporters on Monday.",
        "“We will win this case,” according to Anna Kowalska.",
        "Anna Kowalska said: “We will win this case.”",
        "Anna Kowalska said, “We will win this case.”",
        "Anna Kowalska told the court that “we will win this case”.",
        "According to Anna Kowalska, “we will win this case”.",
        "Anna Kowalska, who lost in May, added: “We will win this case.”",
        "On Monday in Warsaw, Anna Kowalska said “we will win this case”.",
        "„We will win this case”, said Anna Kowalska.",
        "«We will win this case», — said Anna Kowalska.",
        "'We will win this case,' said Anna Kowalska.",
        "“We will win this case,” said the lawyer, Anna Kowalska.",
        "“We will win this case,” said lawyer Anna Kowalska during talks with Bob Stone.",
        "Mayor Anna Kowalska issued the following statement:\n\n“We will win this case.”",
    ] {
        assert_eq!(speakers(text), ["Anna Kowalska"], "{text}");
    }
}

#[test]
fn a_name_behind_an_office_with_an_owner_speaks() {
    let text = "“We will win this case,” said Peter Stone's deputy, Anna Kowalska, in an interview.";
    assert_eq!(speakers(text), ["Anna Kowalska"]);
}

#[test]
fn somebody_goes_on() {
    let text = "“We will win,” said Anna Kowalska. “If they have nothing to hide,” she went on, “they should say so.”";
    assert_eq!(speakers(text), ["Anna Kowalska"; 3]);
    let text = "“We will win this case,” said Anna Kowalska in Gdansk.\n\n\"But we count.\n\n\"And we count every penny.\"";
    assert_eq!(speakers(text), ["Anna Kowalska"; 3]);
}

#[test]
fn words_that_somebody_rejects_are_not_his() {
    assert!(read("Anna Kowalska rejected claims of a “shadow budget”.").is_empty());
    let text = "Anna Kowalska rejected the claims of fraud as “wholly without truth”.";
    assert_eq!(speakers(text), ["Anna Kowalska"]);
}

#[test]
fn split_quotes_have_one_speaker() {
    let text = "“We will win,” Anna Kowalska said, “because we are right.”";
    assert_eq!(speakers(text), ["Anna Kowalska", "Anna Kowalska"]);
    let text = "“We will win,” said Anna Kowalska. “There is no doubt about it.”";
    assert_eq!(speakers(text), ["Anna Kowalska", "Anna Kowalska"]);
}

#[test]
fn a_quote_over_paragraphs_has_one_speaker() {
    let text = "Anna Kowalska said: “We will win this case.\n\n“And then we go home.\n\n“That is all.”";
    assert_eq!(speakers(text), ["Anna Kowalska"; 3]);
    let words: Vec<&str> = read(text).into_iter().map(|(_, words, _)| words).collect();
    assert_eq!(words, ["We will win this case.", "And then we go home.", "That is all."]);
}

#[test]
fn a_pronoun_means_the_one_the_text_is_about() {
    let text = "Anna Kowalska opened the talks. “We will win this case,” she said.";
    assert_eq!(speakers(text), ["Anna Kowalska"]);
    // A man is no `she`.
    let text = "Anna Kowalska met Peter Stone. “We will win this case,” she said.";
    assert_eq!(speakers(text), ["Anna Kowalska"]);
    // The subject of the sentence before, not its object.
    let text =
        "Peter Stone laughed. Anna Kowalska met Maria Lopez in Rome. “We will win this case,” she said.";
    assert_eq!(speakers(text), ["Anna Kowalska?"]);
    // Two women in the sentence before, both its subject: open.
    let text = "Anna Kowalska and Maria Lopez came. “We will win this case,” she said.";
    assert_eq!(speakers(text), [""]);
}

#[test]
fn the_nearest_name_is_not_the_speaker() {
    let text = "Peter Stone came late. “We will win this case,” an aide to Anna Kowalska said.";
    assert_eq!(speakers(text), ["an aide to Anna Kowalska?"]);
    let text = "“We will win this case,” said a resident of Kharkiv, where Peter Stone was born.";
    assert_eq!(speakers(text), ["a resident of Kharkiv"]);
}

#[test]
fn an_office_means_the_one_person_who_holds_it() {
    let text = "Spanish Foreign Minister Ana Ruiz met French President Luc Morel. “It went well,” the minister said. \
        “I agree with every word,” said the French president.";
    assert_eq!(speakers(text), ["Ana Ruiz", "Luc Morel"]);
    // Two ministers: nobody knows which.
    let text = "Spanish Foreign Minister Ana Ruiz met Italian Foreign Minister Luca Bruni. “It went well,” the minister said.";
    assert_eq!(speakers(text), [""]);
}

#[test]
fn bodies_speak_too() {
    assert_eq!(
        speakers("“The tests were lawful and useful,” the Ministry of Defence of Norway said."),
        ["Ministry of Defence of Norway"]
    );
    assert_eq!(speakers("“The tests were lawful and useful,” KCNA said."), ["KCNA"]);
}

#[test]
fn a_part_of_a_sentence_is_mixed() {
    let text = "Anna Kowalska called the law “a shame for the whole country”.";
    assert_eq!(read(text), [("Anna Kowalska".to_owned(), "a shame for the whole country", Mode::Mixed)]);
    let text = "Anna Kowalska said the law was “wrong” and “a shame”.";
    assert_eq!(speakers(text), ["Anna Kowalska", "Anna Kowalska"]);
}

#[test]
fn reported_speech_is_indirect() {
    let text = "Anna Kowalska said that the law would be changed soon. Peter Stone told reporters that he agreed with it.";
    assert_eq!(
        read(text),
        [
            ("Anna Kowalska".to_owned(), "the law would be changed soon", Mode::Indirect),
            ("Peter Stone".to_owned(), "he agreed with it", Mode::Indirect),
        ]
    );
}

#[test]
fn titles_terms_and_irony_are_no_quotes() {
    for text in [
        "She wrote the novel “The Long Road Home” in 1990.",
        "The film “Night Train” was shown in Cannes.",
        "The so-called “reform” failed in the end.",
        "A group named “Free Coast” was banned.",
        "The “moderate” wing of the party has left.",
        "He was known as “Lucky” to his friends.",
    ] {
        assert!(read(text).is_empty(), "{text}: {:?}", read(text));
    }
}

#[test]
fn political_reports_in_many_shapes() {
    let mut wrong = Vec::new();
    for (text, expected) in [
        ("“We are going to win,” Harlow said Monday.", vec!["Harlow"]),
        ("Harlow said: “We are going to win.”", vec!["Harlow"]),
        ("“This is a sad day,” Sen. Maria Delgado, D-Calif., said in a statement.", vec!["Maria Delgado"]),
        ("“This is a sad day,” tweeted Rep. Tom Okafor (R-Ohio).", vec!["Tom Okafor"]),
        ("Writing in the Sun, Mr Harlow said: “It is time to go.”", vec!["Harlow"]),
        ("Asked about the vote, Harlow said “it is time to go”.", vec!["Harlow"]),
        ("Labour's Keir Hastings said: “It is time to go.”", vec!["Keir Hastings"]),
        ("Mr Harlow told the BBC's Laura Kemp: “It is time to go.”", vec!["Harlow"]),
        ("The decision came after Harlow accused him of “a betrayal of the country”.", vec!["Harlow"]),
        ("Harlow was quoted as saying: “It is time to go now.”", vec!["Harlow"]),
        ("Tass quoted Igor Petrov as saying: “It is time to go now.”", vec!["Igor Petrov"]),
        ("“It is time to go,” the White House said in a statement.", vec!["White House"]),
        ("“It is time to go,” Harlow's spokesman said.", vec!["Harlow's spokesman"]),
        ("“It is time to go,” said a spokesman for Harlow.", vec!["a spokesman for Harlow"]),
        ("“It is time to go,” one of the protesters said.", vec!["one of the protesters"]),
        ("“It is time to go,” police said.", vec!["police"]),
        ("“It is time to go,” read the letter to Anna Kowalska.", vec!["the letter"]),
        (
            "Speaking to reporters in Rome, Italian Prime Minister Luca Bruni added that “it is time to go”.",
            vec!["Luca Bruni"],
        ),
        (
            "“It is time to go,” said Anna Kowalska, who leads the party. “We have lost.”",
            vec!["Anna Kowalska", "Anna Kowalska"],
        ),
        (
            "“It is,” said Anna Kowalska. “No,” replied Peter Stone. “It really is not.”",
            vec!["Anna Kowalska", "Peter Stone", "Peter Stone"],
        ),
        ("But Peter Stone, the chairman, warned: “It is time to go.”", vec!["Peter Stone"]),
        ("“It is time to go,” President Ana Ruiz said. “We must,” she added.", vec!["Ana Ruiz", "Ana Ruiz"]),
        ("Peter Stone (Labour) said: “It is time to go.”", vec!["Peter Stone"]),
        (
            "“It is time to go,” Harlow, who was first elected in 1990 and lost in May, said on Friday.",
            vec!["Harlow"],
        ),
        (
            "Peter Stone said it was “time to go” but that he would “never give up”.",
            vec!["Peter Stone", "Peter Stone"],
        ),
        ("“It is time to go”, according to Peter Stone, a lawyer for the family.", vec!["Peter Stone"]),
        ("In an interview with Anna Kowalska, Peter Stone said “it is time to go”.", vec!["Peter Stone"]),
    ] {
        let found: Vec<String> = speakers(text).iter().map(|s| s.trim_end_matches('?').to_owned()).collect();
        if found != expected {
            wrong.push(format!("{text}\n  {found:?} for {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_transcript_gives_each_turn_to_whom_its_label_names() {
    let context = Context { published: "2016-10-20".parse().ok(), language: "en", ..Context::default() };
    let said = |text: &str| -> Vec<(String, String)> {
        let quotes = annotate(text, &context).quotes.into_iter();
        quotes.map(|q| (text[q.span].to_owned(), q.speaker.map_or("-".to_owned(), |s| s.value))).collect()
    };
    let pair = |words: &str, name: &str| (words.to_owned(), name.to_owned());
    assert_eq!(
        said(
            "Spokeswoman Maria Hartwell spoke to the press.\n\nMS. HARTWELL: Good afternoon. We begin.\n\nQUESTION: Is \
             there a plan?\n\nMR. OKOR: We have seen the reports.\n\nThe talks go on.\n\nMS. HARTWELL: Thank you."
        ),
        [
            pair("Good afternoon. We begin.", "Maria Hartwell"),
            pair("We have seen the reports.", "Okor"),
            pair("The talks go on.", "Okor"),
            pair("Thank you.", "Maria Hartwell"),
        ]
    );
    for text in [
        "UPDATE: The road is open.\n\nNOTE: Times are local.\n\nMORE: The bridge is closed.",
        "MR. OKOR: We have seen the reports.\n\nThat was all that he said.",
    ] {
        assert_eq!(said(text), [], "{text}");
    }
}
