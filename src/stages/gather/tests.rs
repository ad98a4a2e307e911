//! What is remembered of articles while names come, change and go.

use proptest::prelude::*;

use super::*;
use crate::memo::{Kept, Saved, tests::Shelf};

/// One build after the other, as on a disk, or as in a program that goes on.
#[derive(Default)]
struct Builds {
    shelf: Shelf,
    index: Vec<u8>,
    kept: Option<Kept>,
}

impl Builds {
    /// What is read, and whether everything was forgotten after it, because most of the store was waste.
    fn gather(&mut self, inputs: &Inputs) -> (Gathered, bool) {
        let memo = Memo::load(&self.index, Box::new(self.shelf.clone()));
        let goes_on = self.kept.is_some();
        let memo = match self.kept.take() {
            Some(kept) => memo.with(kept),
            None => memo,
        };
        let gathered = gather(inputs, &memo);
        self.kept = goes_on.then(|| memo.take_kept());
        match memo.save() {
            Saved::Index(index) => self.index = index,
            Saved::Same => {}
            Saved::Waste => {
                *self = Self::default();
                return (gathered, true);
            }
        }
        (gathered, false)
    }
}

fn file(path: &str, text: &str) -> InputFile {
    InputFile { path: RelPath::new(path), bytes: Arc::from(text.as_bytes()) }
}

fn dossier(articles: &[&str], topics: &[&str]) -> Inputs {
    let files = |folder: &str, texts: &[&str]| {
        let file = |(number, text): (usize, &&str)| file(&format!("content/{folder}/{number}.md"), text);
        texts.iter().enumerate().map(file).collect()
    };
    Inputs { articles: files("articles", articles), topics: files("topics", topics), ..Inputs::default() }
}

fn read_of(gathered: &Gathered) -> Vec<&ArticleRead> {
    gathered.articles.iter().map(|(_, article)| article).collect()
}

const ARTICLES: [&str; 9] = [
    "---\ntitle: Torren at Kadu Bay\n---\nVela Torren spoke. Torren left for the bay, and Vela stayed.\n",
    "---\ntitle: Ferries\ntopics: [kadu bay, Fishing]\n---\nNGOs met at [[Kadu Bay|the quay]], [[Nobody]] and KADU.\n",
    "---\ntitle: Quotes\nquotes:\n  - text: ishing must stop\n    speaker: VELA TORREN\n---\n“Fishing must stop,” she said.\n",
    "---\ntitle: Events\nevents:\n  - {date: 2018, text: The Fleet sails for Kadu Bay, status: planned}\n---\nNothing.\n",
    "---\ntitle: 東京\n---\n東京都でトーレンは語った。Kadu湾\n",
    "---\ntitle: Marks\n---\nFish**ing** in Kad&#117; Bay, said \\Olaf T*orre*n of the\nHarbour Council.\n",
    "---\ntitle: Cases\n---\nВ Японии ждали Велу Торрен. ЯПОНИЯ!\n",
    "---\ntitle: Held back\npublish: excerpt\n---\nThe Harbour Council met. It met Torren. It met Olaf Torren. They spoke at length of this and of that.\n",
    "---\ntitle: Nobody\n---\nA text that names nobody at all.\n",
];

const TOPICS: [&str; 13] = [
    "---\nname: Vela Torren\nkind: person\n---\n",
    "---\nname: Vela Torren\nkind: person\naliases: [Vela, トーレン, Вела Торрен]\n---\n",
    "---\nname: Olaf Torren\nkind: person\n---\n",
    "---\nname: Kadu Bay\nkind: place\n---\n",
    "---\nname: Kadu Bay\nkind: place\naliases: [the bay, Kadu, 湾]\n---\n",
    "---\nname: Kadu Bay\nkind: event\nweak_aliases: [Kadu, the quay]\n---\n",
    "---\nname: Fishing\nkind: subject\naliases: [ishing, NGO]\n---\n",
    "---\nname: Fishing\nkind: subject\ndraft: true\n---\n",
    "---\nname: Japan\nkind: place\naliases: [Япония, 日本, 東京]\n---\n",
    "---\nname: Aaland\nkind: place\ncontested_names:\n  - {name: Kadu, used_by: Somebody}\n---\n",
    "---\nname: Harbour Council\nkind: organisation\naliases: [The Fleet, the Council]\n---\n",
    "---\nname: Torren\nkind: place\n---\n",
    "---\nname: Nobody\nkind: person\n---\n",
];

/// New topics as the machine proposes them, and none.
const PROPOSED: [&str; 3] = [
    "",
    "topics:\n  - {name: Olaf Torren, kind: person, aliases: [Torren], basis: named}\n",
    "topics:\n  - {name: Aardvark Bay, kind: place, basis: named}\n  - {name: Kadu, kind: place, basis: named}\n",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_any_changes_of_names_articles_are_what_reading_them_anew_gives(
        history in prop::collection::vec((prop::collection::vec(0..TOPICS.len(), 0..7), 0..PROPOSED.len(), any::<bool>()), 1..7),
    ) {
        let mut builds = Builds::default();
        for (topics, proposed, goes_on) in history {
            let topics: Vec<&str> = topics.iter().map(|topic| TOPICS[*topic]).collect();
            let mut inputs = dossier(&ARTICLES, &topics);
            inputs.config.publish_suggestions = true;
            inputs.review = vec![file(TOPICS_REVIEW, PROPOSED[proposed])];
            builds.kept = goes_on.then(|| builds.kept.take().unwrap_or_default());
            let ((remembered, forgotten), anew) = (builds.gather(&inputs), gather(&inputs, &Memo::default()));
            prop_assert_eq!(read_of(&remembered), read_of(&anew));
            prop_assert_eq!(anew.read_anew, ARTICLES.len());
            if !forgotten {
                let (again, _) = builds.gather(&inputs);
                prop_assert_eq!(again.read_anew, 0);
                prop_assert_eq!(read_of(&again), read_of(&anew));
            }
        }
    }
}

#[test]
fn a_name_makes_only_those_articles_be_read_anew_that_it_may_stand_in() {
    let wrong = gather(&dossier(&ARTICLES, &TOPICS), &Memo::default()).diagnostics;
    assert!(wrong.is_empty(), "{wrong:?}");
    let read = |before: &[&str], after: &[&str]| {
        let mut builds = Builds::default();
        builds.gather(&dossier(&ARTICLES, before));
        builds.gather(&dossier(&ARTICLES, after)).0.read_anew
    };
    let (vela, with_aliases, bay, doubtful, aaland) = (TOPICS[0], TOPICS[1], TOPICS[3], TOPICS[5], TOPICS[9]);
    assert_eq!(read(&[vela, bay], &[with_aliases, bay]), 3, "Vela, トーレン, Вела Торрен");
    assert_eq!(read(&[bay, vela], &[bay, vela, aaland]), 5, "Kadu, whatever it means");
    assert_eq!(read(&[vela, bay, aaland], &[vela, bay]), 5, "and back");
    assert_eq!(read(&[bay], &[doubtful]), 5, "Kadu, which is never linked");
    assert_eq!(
        read(&[vela], &[vela, "---\nname: Aa House\nkind: place\n---\n"]),
        0,
        "topics get other numbers"
    );
    assert_eq!(
        read(&[vela], &[vela, "---\nname: Kadu Nobody Else\nkind: place\n---\n"]),
        0,
        "not all its words"
    );
    assert_eq!(
        read(&[vela], &["---\nname: Vela Torren\nkind: subject\n---\n"]),
        3,
        "another kind has other rules"
    );
}
