//! What has changed between two texts: paragraphs, and words in a paragraph that was rewritten.
//!
//! The longest common subsequence by the textbook table (Wagner and Fischer, 1974), after the common beginning and
//! end are put aside. Texts are short here: an article, a paragraph.

/// A table larger than this many cells is not made: what differs is then shown as a whole.
const LARGEST_TABLE: usize = 4_000_000;

/// One step from an old sequence to a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<T> {
    /// In both.
    Same(T),
    /// Only in the old one.
    Gone(T),
    /// Only in the new one.
    New(T),
}

/// The paragraphs of a text: what lies between empty lines.
pub fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(['\n', '\r']);
        let trimmed = rest.trim_start();
        if trimmed.is_empty() {
            return None;
        }
        let mut at = 0;
        let mut end = 0;
        for line in rest.split_inclusive('\n') {
            if line.trim().is_empty() && end > 0 {
                break;
            }
            at += line.len();
            if !line.trim().is_empty() {
                end = at;
            }
        }
        let paragraph = rest[..end].trim();
        rest = &rest[at..];
        Some(paragraph)
    })
}

/// The steps from `old` to `new`; of a stretch that differs, what is gone comes first.
pub fn diff<T: PartialEq + Copy>(old: &[T], new: &[T]) -> Vec<Step<T>> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    let mut steps: Vec<Step<T>> = old[..head].iter().map(|item| Step::Same(*item)).collect();
    steps.extend(middle(a, b));
    steps.extend(old[old.len() - tail..].iter().map(|item| Step::Same(*item)));
    steps
}

fn middle<T: PartialEq + Copy>(a: &[T], b: &[T]) -> Vec<Step<T>> {
    let width = b.len() + 1;
    if (a.len() + 1).saturating_mul(width) > LARGEST_TABLE {
        let gone = a.iter().map(|item| Step::Gone(*item));
        return gone.chain(b.iter().map(|item| Step::New(*item))).collect();
    }
    // `longest[i * width + j]`: the length of the longest common subsequence of `a[i..]` and `b[j..]`.
    let mut longest = vec![0u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            let at = i * width + j;
            longest[at] = if a[i] == b[j] {
                longest[at + width + 1] + 1
            } else {
                longest[at + width].max(longest[at + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut steps = Vec::with_capacity(a.len() + b.len());
    while i < a.len() || j < b.len() {
        let at = i * width + j;
        if i < a.len() && j < b.len() && a[i] == b[j] {
            steps.push(Step::Same(a[i]));
            (i, j) = (i + 1, j + 1);
        } else if i < a.len() && (j == b.len() || longest[at + width] >= longest[at + 1]) {
            steps.push(Step::Gone(a[i]));
            i += 1;
        } else {
            steps.push(Step::New(b[j]));
            j += 1;
        }
    }
    steps
}

/// How a paragraph was rewritten, word by word: `in [-April-]{+May+}`, with what stays the same cut to `around`
/// words. `None` when less than half of the words are the same: then it is another paragraph.
pub fn rewritten(old: &str, new: &str, around: usize) -> Option<String> {
    let (a, b): (Vec<&str>, Vec<&str>) = (old.split_whitespace().collect(), new.split_whitespace().collect());
    let steps = diff(&a, &b);
    let same = steps.iter().filter(|step| matches!(step, Step::Same(_))).count();
    if same * 2 < a.len().max(b.len()) {
        return None;
    }
    let mut parts: Vec<String> = Vec::new();
    let mut at = 0;
    while at < steps.len() {
        let kind = |step: &Step<&str>| matches!(step, Step::Same(_));
        let end = at + steps[at..].iter().take_while(|step| kind(step) == kind(&steps[at])).count();
        let run = &steps[at..end];
        parts.push(if kind(&steps[at]) {
            kept(run, (at > 0, end < steps.len()), around)
        } else {
            changed(run)
        });
        at = end;
    }
    Some(parts.join(" "))
}

fn kept(run: &[Step<&str>], (before, after): (bool, bool), around: usize) -> String {
    let words: Vec<&str> =
        run.iter().filter_map(|step| if let Step::Same(word) = step { Some(*word) } else { None }).collect();
    let (head, tail) = (if before { around } else { 0 }, if after { around } else { 0 });
    if words.len() <= head + tail + 1 {
        return words.join(" ");
    }
    let parts = [words[..head].join(" "), "…".to_owned(), words[words.len() - tail..].join(" ")];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn changed(run: &[Step<&str>]) -> String {
    let gone: Vec<&str> =
        run.iter().filter_map(|step| if let Step::Gone(word) = step { Some(*word) } else { None }).collect();
    let new: Vec<&str> =
        run.iter().filter_map(|step| if let Step::New(word) = step { Some(*word) } else { None }).collect();
    let gone = if gone.is_empty() { String::new() } else { format!("[-{}-]", gone.join(" ")) };
    let new = if new.is_empty() { String::new() } else { format!("{{+{}+}}", new.join(" ")) };
    gone + &new
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn paragraphs_lie_between_empty_lines() {
        let found: Vec<&str> = paragraphs("\n\na\nb\r\n\r\n  c  \n \n\n\nd").collect();
        assert_eq!(found, ["a\nb", "c", "d"]);
        assert_eq!(paragraphs(" \n\t\n").count(), 0);
    }

    #[test]
    fn a_rewritten_paragraph_shows_its_words() {
        let old = "one two three four five six seven eight in April, she said to them all there";
        let shown = rewritten(old, &old.replace("April,", "May, perhaps,"), 2);
        assert_eq!(shown.as_deref(), Some("… eight in [-April,-]{+May, perhaps,+} she said …"));
        assert_eq!(rewritten("a b c", "d e f", 2), None);
        assert_eq!(rewritten("a b", "a b c", 2).as_deref(), Some("a b {+c+}"));
    }

    proptest! {
        #[test]
        fn the_steps_lead_from_the_old_to_the_new(old in "[abc]{0,12}", new in "[abc]{0,12}") {
            let (a, b): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
            let steps = diff(&a, &b);
            let (mut was, mut is) = (String::new(), String::new());
            for step in &steps {
                match step {
                    Step::Same(c) => { was.push(*c); is.push(*c); }
                    Step::Gone(c) => was.push(*c),
                    Step::New(c) => is.push(*c),
                }
            }
            prop_assert_eq!(was, old);
            prop_assert_eq!(is, new);
        }
    }
}
