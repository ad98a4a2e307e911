//! How far a word is from another that may have been meant.

/// How many letters must be changed, put in, left out, or exchanged with their neighbour (Damerau 1964), to make one
/// word of the other, or of its beginning; anything above `most` when that is more.
pub(super) fn distance(word: &[char], other: &str, most: usize, beginning: bool) -> usize {
    let other: Vec<char> = other.chars().collect();
    if other.len() + most < word.len() || !beginning && other.len() > word.len() + most {
        return most + 1;
    }
    let other = &other[..other.len().min(word.len() + most)];
    let mut rows =
        [vec![0; other.len() + 1], (0..=other.len()).collect::<Vec<usize>>(), vec![0; other.len() + 1]];
    for (at, letter) in word.iter().enumerate() {
        let [before, last, next] = &mut rows;
        next[0] = at + 1;
        for (to, found) in other.iter().enumerate() {
            let changed = last[to] + usize::from(letter != found);
            let mut least = changed.min(last[to + 1] + 1).min(next[to] + 1);
            if at > 0 && to > 0 && *letter == other[to - 1] && word[at - 1] == *found {
                least = least.min(before[to - 1] + 1);
            }
            next[to + 1] = least;
        }
        rows.rotate_left(1);
    }
    let last = &rows[1];
    let whole = last[other.len()];
    if beginning { last.iter().copied().min().unwrap_or(whole) } else { whole }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_finger_are_counted_once() {
        let between = |a: &str, b: &str, beginning| distance(&a.chars().collect::<Vec<_>>(), b, 2, beginning);
        for (a, b, expected) in [
            ("lavrov", "lavrov", 0),
            ("lavorv", "lavrov", 1),
            ("lvrov", "lavrov", 1),
            ("lavvrov", "lavrov", 1),
            ("lavrev", "lavrov", 1),
            ("larvvo", "lavrov", 2),
        ] {
            assert_eq!(between(a, b, false), expected, "{a}");
        }
        assert_eq!(between("diplmat", "diplomatic", true), 1);
        assert!(between("diplmat", "diplomatic", false) > 2);
        assert!(between("a", "abcdef", false) > 2);
    }
}
