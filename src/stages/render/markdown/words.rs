//! The few words that the writer adds to a text of its own accord, language by language.

use pulldown_cmark::BlockQuoteKind;

use crate::stages::render::filters::words::primary;

/// The words of one language.
#[derive(Debug)]
pub(super) struct Words {
    /// Primary subtag of BCP 47.
    language: &'static str,
    /// Titles of alerts: note, tip, important, warning, caution.
    alerts: [&'static str; 5],
    /// What the notes at the end of a text are called.
    pub(super) notes: &'static str,
    /// Where the arrow behind a note leads.
    pub(super) back: &'static str,
    /// What a ticked box says, and one that is not.
    pub(super) task: [&'static str; 2],
    /// The text of a link to a picture that has no words.
    pub(super) picture: &'static str,
}

impl Words {
    /// The title of an alert.
    pub(super) fn alert(&self, kind: BlockQuoteKind) -> &'static str {
        self.alerts[match kind {
            BlockQuoteKind::Note => 0,
            BlockQuoteKind::Tip => 1,
            BlockQuoteKind::Important => 2,
            BlockQuoteKind::Warning => 3,
            BlockQuoteKind::Caution => 4,
        }]
    }
}

/// The words for a BCP 47 tag; English for a language that is not here.
pub(super) fn words_for(tag: &str) -> &'static Words {
    let wanted = primary(tag);
    TABLE.iter().find(|words| words.language.eq_ignore_ascii_case(wanted)).unwrap_or(&TABLE[0])
}

static TABLE: [Words; 6] = [
    Words {
        language: "en",
        alerts: ["Note", "Tip", "Important", "Warning", "Caution"],
        notes: "Notes",
        back: "Back to the text",
        task: ["Done", "To do"],
        picture: "picture",
    },
    Words {
        language: "de",
        alerts: ["Hinweis", "Tipp", "Wichtig", "Warnung", "Vorsicht"],
        notes: "Anmerkungen",
        back: "Zurück zum Text",
        task: ["Erledigt", "Offen"],
        picture: "Bild",
    },
    Words {
        language: "es",
        alerts: ["Nota", "Consejo", "Importante", "Advertencia", "Precaución"],
        notes: "Notas",
        back: "Volver al texto",
        task: ["Hecho", "Pendiente"],
        picture: "imagen",
    },
    Words {
        language: "fr",
        alerts: ["Note", "Conseil", "Important", "Avertissement", "Attention"],
        notes: "Notes",
        back: "Retour au texte",
        task: ["Fait", "À faire"],
        picture: "image",
    },
    Words {
        language: "ja",
        alerts: ["注記", "ヒント", "重要", "警告", "注意"],
        notes: "注",
        back: "本文へ戻る",
        task: ["完了", "未完了"],
        picture: "画像",
    },
    Words {
        language: "ru",
        alerts: ["Примечание", "Совет", "Важно", "Предупреждение", "Осторожно"],
        notes: "Примечания",
        back: "Назад к тексту",
        task: ["Сделано", "Не сделано"],
        picture: "изображение",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_without_words_speaks_english() {
        for (tag, title) in [("de-CH", "Hinweis"), ("RU", "Примечание"), ("xx", "Note"), ("", "Note")]
        {
            assert_eq!(words_for(tag).alert(BlockQuoteKind::Note), title, "{tag}");
        }
    }
}
