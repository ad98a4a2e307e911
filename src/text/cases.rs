//! The cases of Russian names: `Япония`, `Японии`, `Сергей Лавров`, `Сергея Лаврова`.
//!
//! By the ends of words only, so some forms are made that nobody writes; they are only ever looked for.

/// Names are no longer than this, in words.
const LONGEST: usize = 4;

/// The other cases of a name in Cyrillic letters; none of a name in another script, and none for words that have
/// none (`Абэ`, `США`).
pub fn cases(name: &str) -> Vec<String> {
    let words: Vec<&str> = name.split(' ').collect();
    if words.len() > LONGEST || !words.iter().all(|word| is_russian(word)) {
        return Vec::new();
    }
    let tables: Vec<[Vec<String>; 5]> = words.iter().map(|word| forms(word)).collect();
    let mut found: Vec<String> = Vec::new();
    for case in 0..5 {
        let mut names = vec![String::new()];
        for table in &tables {
            names = names
                .iter()
                .flat_map(|name| {
                    table[case].iter().map(move |form| {
                        if name.is_empty() { form.clone() } else { format!("{name} {form}") }
                    })
                })
                .collect();
        }
        for form in names {
            if form != name && !found.contains(&form) {
                found.push(form);
            }
        }
    }
    found
}

/// A word without the end that its case gives it: names that may be one in two cases share it. Lossy.
pub fn stem(low: &str) -> &str {
    const ENDS: [&str; 22] = [
        "ого", "ому", "ими", "ыми", "ией", "ием", "ий", "ый", "им", "ым", "ом", "ой", "ем", "ей", "ия", "ию",
        "ии", "а", "у", "е", "я", "ю",
    ];
    if !is_russian(low) {
        return low;
    }
    let end = ENDS.iter().find(|end| low.ends_with(**end)).copied().unwrap_or_default();
    let stem = low.strip_suffix(end).unwrap_or(low).trim_end_matches(['й', 'ь', 'и', 'ы', 'е']);
    if stem.chars().count() >= 3 { stem } else { low }
}

fn is_russian(word: &str) -> bool {
    word.chars().count() > 2 && word.chars().all(|c| matches!(c, '\u{400}'..='\u{45f}' | '-'))
}

/// The genitive, dative, accusative, instrumental and prepositional of a word, each in the ways it may end.
fn forms(word: &str) -> [Vec<String>; 5] {
    const IRREGULAR: [(&str, &str); 3] = [("Павел", "Павл"), ("Пётр", "Петр"), ("Лев", "Льв")];
    let made = |stem: &str, ends: [&[&str]; 5]| {
        ends.map(|ends| ends.iter().map(|end| format!("{stem}{end}")).collect::<Vec<String>>())
    };
    if let Some((_, stem)) = IRREGULAR.iter().find(|(name, _)| *name == word) {
        return made(stem, [&["а"], &["у"], &["а"], &["ом"], &["е"]]);
    }
    let cut = |end: &str| word.strip_suffix(end);
    if let Some(stem) = cut("ия") {
        return made(stem, [&["ии"], &["ии"], &["ию"], &["ией"], &["ии"]]);
    }
    if let Some(stem) = cut("ая") {
        return made(stem, [&["ой"], &["ой"], &["ую"], &["ой"], &["ой"]]);
    }
    if let Some(stem) = cut("ие").or(cut("ые")) {
        let hard = if word.ends_with("ие") { "и" } else { "ы" };
        let plural = |end: &str| vec![format!("{stem}{hard}{end}")];
        return [plural("х"), plural("м"), vec![word.to_owned()], plural("ми"), plural("х")];
    }
    if let Some(stem) = cut("а") {
        // Feminine family names are declined like adjectives.
        let soft = stem.ends_with(['г', 'к', 'х', 'ж', 'ш', 'щ', 'ч']);
        let genitive: &[&str] = if soft { &["и", "ой"] } else { &["ы", "ой"] };
        return made(stem, [genitive, &["е", "ой"], &["у"], &["ой", "ей"], &["е", "ой"]]);
    }
    if let Some(stem) = cut("я") {
        return made(stem, [&["и"], &["е"], &["ю"], &["ей"], &["е"]]);
    }
    if let Some(stem) = cut("ий") {
        return made(stem, [&["ого", "ия"], &["ому", "ию"], &["ого", "ия"], &["им", "ием"], &["ом", "ии"]]);
    }
    if let Some(stem) = cut("ый").or(cut("ой")) {
        return made(stem, [&["ого"], &["ому"], &["ого"], &["ым", "им"], &["ом"]]);
    }
    if let Some(stem) = cut("й") {
        return made(stem, [&["я"], &["ю"], &["я"], &["ем"], &["е"]]);
    }
    if let Some(stem) = cut("ь") {
        return made(stem, [&["я", "и"], &["ю", "и"], &["ь", "я"], &["ем", "ью"], &["е", "и"]]);
    }
    if let Some(stem) = cut("ы") {
        return made(stem, [&["", "ов"], &["ам"], &["ы"], &["ами"], &["ах"]]);
    }
    let consonant = word.chars().next_back().is_some_and(|last| {
        last.is_lowercase() && !matches!(last, 'а' | 'е' | 'ё' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я')
    });
    if consonant {
        return made(word, [&["а"], &["у"], &["а", ""], &["ом", "ым"], &["е"]]);
    }
    std::array::from_fn(|_| vec![word.to_owned()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cases_of_names_that_news_texts_use() {
        for (name, form) in [
            ("Япония", "Японии"),
            ("Япония", "Японией"),
            ("Россия", "Россию"),
            ("Москва", "Москве"),
            ("Украина", "Украиной"),
            ("Токио", "Токио"),
            ("Иран", "Ираном"),
            ("Казань", "Казани"),
            ("Кремль", "Кремля"),
            ("Курилы", "Курилах"),
            ("Сергей Лавров", "Сергея Лаврова"),
            ("Сергей Лавров", "Сергеем Лавровым"),
            ("Дмитрий Песков", "Дмитрию Пескову"),
            ("Мария Захарова", "Марии Захаровой"),
            ("Владимир Зеленский", "Владимиром Зеленским"),
            ("Южные Курилы", "Южных Курилах"),
            ("Синдзо Абэ", "Синдзо Абэ"),
        ] {
            assert!(
                form == name || cases(name).iter().any(|made| made == form),
                "{name}: {form} in {:?}",
                cases(name)
            );
        }
        assert_eq!(cases("США"), Vec::<String>::new());
        assert_eq!(cases("Japan"), Vec::<String>::new());
        assert_eq!(cases("Синдзо Абэ"), Vec::<String>::new());
    }

    #[test]
    fn the_cases_of_one_name_share_a_stem() {
        for forms in [["лавров", "лаврова", "лаврову", "лавровым"], ["сергей", "сергея", "сергею", "сергеем"]]
        {
            assert!(forms.iter().all(|form| stem(form) == stem(forms[0])), "{forms:?}");
        }
    }
}
