//! Quotes in Japanese: `Xは「…」と述べた`, `「…」とXは語った`.

use std::ops::Range;

use crate::model::reading::{Mode, QuoteRead, Read};

/// Verbs of saying behind `と`, by the characters that they begin with.
const SAYS: &[&str] = &[
    "述べ",
    "語っ",
    "語る",
    "話し",
    "話す",
    "発言",
    "強調",
    "指摘",
    "説明",
    "主張",
    "批判",
    "表明",
    "コメント",
    "訴え",
    "明らかに",
    "答え",
    "回答",
    "言っ",
    "言う",
    "呼びかけ",
    "断言",
    "反論",
    "主張",
    "伝え",
    "書い",
    "記し",
    "発表",
    "宣言",
    "警告",
    "約束",
    "ツイート",
    "投稿",
    "称賛",
    "非難",
    "期待",
    "声明",
];

/// What ends a name: titles, offices, ways to address.
const TITLES: &[&str] = &[
    "防衛大臣",
    "外務副大臣",
    "首相",
    "総理大臣",
    "大統領",
    "副大統領",
    "外相",
    "外務大臣",
    "財務相",
    "防衛相",
    "官房長官",
    "長官",
    "大臣",
    "国務長官",
    "国防長官",
    "報道官",
    "議員",
    "知事",
    "市長",
    "町長",
    "村長",
    "会長",
    "社長",
    "総裁",
    "党首",
    "代表",
    "委員長",
    "議長",
    "書記長",
    "事務総長",
    "監督",
    "選手",
    "教授",
    "博士",
    "氏",
    "さん",
    "容疑者",
    "被告",
    "国王",
    "天皇",
    "法王",
    "大使",
    "広報官",
    "局長",
    "部長",
    "課長",
    "所長",
    "理事長",
    "副会長",
    "幹事長",
    "書記官",
    "首席",
    "主席",
    "国連大使",
    "弁護士",
    "監督官",
    "研究員",
];

/// What stands before a subject without being part of it: `新聞によると`, `また`, the end of a relative clause.
const LEADS: &[&str] =
    &["によると", "によれば", "また", "一方", "した", "から", "れた", "めた", "って", "では", "の"];

/// Finds the quotes of a text.
pub(super) fn find(text: &str) -> Vec<QuoteRead> {
    let mut found: Vec<QuoteRead> = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('「').map(|i| at + i) {
        let inner = open + '「'.len_utf8();
        let Some(close) = closing(text, inner) else { break };
        at = close + '」'.len_utf8();
        let tail = &text[at..sentence_end(text, at)];
        let Some((cue, between)) = cue(tail) else { continue };
        let start = sentence_start(text, open);
        let own = topic(between).or_else(|| topic(&text[start..open])).map(|words| named(&words));
        // A sentence without a subject goes on with that of the one before.
        let paragraph = text[..open].rfind('\n').map_or(0, |at| at + 1);
        let before = || {
            let last: &QuoteRead = found.last()?;
            let near = last.span.start >= paragraph && !text[last.span.end..open].contains(['は', 'が']);
            last.speaker.clone().filter(|_| near)
        };
        let speaker = own.or_else(before);
        found.push(QuoteRead { span: inner..close, speaker, cue: cue.to_owned(), mode: Mode::Direct });
    }
    found
}

/// The mark that closes a quote; marks inside are counted.
fn closing(text: &str, from: usize) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text[from..].char_indices() {
        match c {
            '「' => depth += 1,
            '」' if depth == 0 => return Some(from + at),
            '」' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn sentence_end(text: &str, from: usize) -> usize {
    text[from..].find(['。', '\n', '「']).map_or(text.len(), |end| from + end)
}

fn sentence_start(text: &str, to: usize) -> usize {
    text[..to]
        .rfind(['。', '\n', '」'])
        .map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8))
}

/// The verb behind `と`, near the quote, and what stands between.
fn cue(tail: &str) -> Option<(&'static str, &str)> {
    let rest = tail.trim_start().strip_prefix('と')?;
    let (at, verb) = SAYS.iter().filter_map(|verb| rest.find(verb).map(|at| (at, *verb))).min()?;
    (rest[..at].chars().count() <= 24).then(|| (verb, &rest[..at]))
}

/// What `は` or `が` marks as the subject: the words before it, from the last comma on.
fn topic(words: &str) -> Option<String> {
    let end = words.find('は').or_else(|| words.find('が'))?;
    let start = words[..end].rfind(['、', '，', '」', '』']).map_or(0, |at| at + '、'.len_utf8());
    let name: String = words[start..end].chars().filter(|c| !c.is_whitespace()).collect();
    let name = LEADS.iter().fold(name.as_str(), |name, lead| name.rsplit(lead).next().unwrap_or(name));
    let name = name.to_owned();
    (2..=20).contains(&name.chars().count()).then_some(name)
}

/// The name without its title; sure only when a title shows that it is somebody's name.
fn named(words: &str) -> Read<String> {
    let bare = words.split(['（', '(']).next().unwrap_or(words);
    let title = TITLES.iter().filter(|title| bare.ends_with(**title)).max_by_key(|title| title.len());
    let name = title.map_or(bare, |title| &bare[..bare.len() - title.len()]);
    let whole: Range<usize> = 2..usize::MAX;
    if title.is_some() && whole.contains(&name.chars().count()) {
        return Read::fact(name.to_owned(), "named beside the quote", words);
    }
    Read::suggestion(bare.to_owned(), "subject of the sentence", words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(&str, String, bool)> {
        find(text)
            .into_iter()
            .map(|q| {
                let speaker = q.speaker.unwrap_or_else(|| Read::suggestion(String::new(), "", ""));
                (&text[q.span], speaker.value, speaker.sure)
            })
            .collect()
    }

    #[test]
    fn the_topic_of_the_sentence_speaks() {
        assert_eq!(
            read("山田太郎首相は、「これは大きな一歩だ」と述べた。"),
            [("これは大きな一歩だ", "山田太郎".to_owned(), true)]
        );
        assert_eq!(
            read("「これは大きな一歩だ」と山田太郎氏は語った。"),
            [("これは大きな一歩だ", "山田太郎".to_owned(), true)]
        );
        assert_eq!(
            read("23日、日本の外務省は「遺憾である」と発表した。"),
            [("遺憾である", "外務省".to_owned(), false)]
        );
    }

    #[test]
    fn a_sentence_without_a_subject_goes_on() {
        let text = "山田太郎首相は「これは大きな一歩だ」と述べた。「まだ道は長い」とも語った。";
        assert_eq!(
            read(text),
            [
                ("これは大きな一歩だ", "山田太郎".to_owned(), true),
                ("まだ道は長い", "山田太郎".to_owned(), true)
            ]
        );
        let parted = read("山田太郎首相は「これは大きな一歩だ」と述べた。\n\n「まだ道は長い」とも語った。");
        assert_eq!(parted[1].1, "");
        let other =
            read("山田太郎首相は「これは大きな一歩だ」と述べた。記者が聞いた。「まだ道は長い」とも語った。");
        assert_eq!(other[1].1, "");
        assert_eq!(
            read("カリン・ソルハイム局長は「安全な選択肢はなかった」と語った。"),
            [("安全な選択肢はなかった", "カリン・ソルハイム".to_owned(), true)]
        );
    }

    #[test]
    fn what_leads_to_the_subject_is_left_out() {
        let text = "また、新聞によると試合を決めた山田選手は「作戦通りだった」と話した。";
        assert_eq!(read(text), [("作戦通りだった", "山田".to_owned(), true)]);
    }

    #[test]
    fn titles_of_works_are_no_quotes() {
        assert!(read("映画「夜の列車」が公開された。").is_empty());
    }
}
