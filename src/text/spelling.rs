//! One key for the ways in which a name from another alphabet is spelt: `Sergey` and `Sergei`, `Kuril` and
//! `Kurile`, `Zelensky` and `Zelenskyy`.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A key that romanisation variants of one word share. It is lossy: two words with one key may still be two
/// names, so it only ever joins names that agree in their other words as well.
pub fn key(word: &str) -> String {
    let mut plain: String = word
        .nfd()
        .filter(|&c| !is_combining_mark(c) && !matches!(c, '\'' | '’' | 'ʼ' | '`' | '-' | '.'))
        .flat_map(char::to_lowercase)
        .collect();
    for (from, to) in [
        ("ł", "l"),
        ("ø", "o"),
        ("æ", "ae"),
        ("ß", "ss"),
        ("đ", "d"),
        ("ı", "i"),
        ("shch", "sc"),
        ("tsch", "c"),
        ("tch", "c"),
        ("sch", "s"),
        ("sh", "s"),
        ("ch", "c"),
        ("zh", "z"),
        ("kh", "h"),
        ("ph", "f"),
        ("ou", "u"),
        ("oo", "u"),
        ("ck", "k"),
        ("ks", "x"),
        ("w", "v"),
        ("dj", "j"),
        ("yo", "e"),
        ("ye", "e"),
        ("ya", "ia"),
        ("yu", "iu"),
    ] {
        if plain.contains(from) {
            plain = plain.replace(from, to);
        }
    }
    let mut key = String::with_capacity(plain.len());
    for c in plain.chars() {
        let c = if matches!(c, 'y' | 'j') { 'i' } else { c };
        if !key.ends_with(c) {
            key.push(c);
        }
    }
    if key.len() > 3 && key.ends_with('e') {
        key.pop();
    }
    key
}

/// The same across alphabets, and for the long o of Japanese names, which is written in many ways: `Лавров` and `Lavrov`,
/// `Kōno`, `Kohno` and `Kono`.
pub fn sound(word: &str) -> String {
    let low = word.to_lowercase();
    let latin: String = low
        .chars()
        .map(|letter| match latin(letter) {
            "" if !matches!(letter, 'ь' | 'ъ') => letter.to_string(),
            written => written.to_owned(),
        })
        .collect();
    key(&long_o(&latin))
}

/// A Cyrillic letter as English texts write it; nothing for other letters and for the two signs.
fn latin(letter: char) -> &'static str {
    match letter {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' => "g",
        'д' => "d",
        'е' | 'ё' | 'э' => "e",
        'ж' => "zh",
        'з' => "z",
        'и' | 'і' => "i",
        'й' | 'ы' => "y",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ю' => "yu",
        'я' => "ya",
        'є' => "ye",
        'ї' => "yi",
        _ => "",
    }
}

/// The long o of Japanese names, `Kohno` for `Kono`: an h behind an o that no vowel follows.
pub fn long_o(low: &str) -> String {
    let mut out = String::with_capacity(low.len());
    let mut letters = low.chars().peekable();
    while let Some(letter) = letters.next() {
        let vowel = letters.peek().is_some_and(|next| "aeiouyáéíóúāēīōū".contains(*next));
        if letter != 'h' || !out.ends_with('o') || vowel {
            out.push(letter);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_of_one_name_share_a_key() {
        for (one, other) in [
            ("Sergey", "Sergei"),
            ("Kuril", "Kurile"),
            ("Zelensky", "Zelenskyy"),
            ("Zelenskiy", "Zelensky"),
            ("Yevgeny", "Evgeniy"),
            ("Dmitry", "Dmitri"),
            ("Erdoğan", "Erdogan"),
            ("Khrushchev", "Hrushchev"),
            ("Yeltsin", "Eltsin"),
            ("Medvedev", "Medwedew"),
        ] {
            assert_eq!(key(one), key(other), "{one} {other}");
        }
    }

    #[test]
    fn names_in_two_alphabets_sound_the_same() {
        for (one, other) in [
            ("Лавров", "Lavrov"),
            ("Сергей", "Sergei"),
            ("Захарова", "Zakharova"),
            ("Дмитрий", "Dmitry"),
            ("Евгений", "Yevgeny"),
            ("Kōno", "Kohno"),
            ("Kono", "Kohno"),
        ] {
            assert_eq!(sound(one), sound(other), "{one} {other}");
        }
        assert_ne!(sound("Путин"), sound("Putina"));
    }

    #[test]
    fn different_names_do_not() {
        for (one, other) in
            [("Sergey", "Serge"), ("Putin", "Pushkin"), ("Kim", "Kin"), ("Vladimir", "Volodymyr")]
        {
            assert_ne!(key(one), key(other), "{one} {other}");
        }
    }
}
