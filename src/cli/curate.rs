//! The arguments of the commands by which a person decides: `review`, `accept`, `reject`, `edit`.

use clap::{Args, ValueEnum};

/// The arguments of `dossier review`.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  dossier review                      how much waits, and where\n  dossier review 2017-11-24-lavrov    one article; the beginning of its name is enough\n  dossier review topics               new topics, those that most articles name first\n  dossier review --kind quote         all quotes\n  dossier review --json | jq .id      for other programs: one suggestion a line\n  dossier review -i                   one by one, with keys"
)]
pub struct ReviewArgs {
    /// An article, by the beginning of its file's name, or `topics`; everything when left out.
    #[arg(value_name = "ARTICLE")]
    pub article: Option<String>,
    /// Only suggestions of this kind.
    #[arg(short, long, value_enum)]
    pub kind: Option<SuggestionKind>,
    /// Print one JSON object a line.
    #[arg(long, conflicts_with = "interactive")]
    pub json: bool,
    /// Ask about one suggestion after the other.
    #[arg(short, long)]
    pub interactive: bool,
}

/// What a suggestion is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SuggestionKind {
    /// Words and who said them.
    Quote,
    /// A dated happening.
    Event,
    /// A key of the front matter.
    Field,
    /// A person, place, organisation, event or subject.
    Topic,
}

/// Which suggestions.
#[derive(Args, Clone, Debug, Default)]
pub struct Select {
    /// Ids as `dossier review` shows them; their beginning is enough. Topics may be called by name, and `topics` are all.
    #[arg(value_name = "ID")]
    pub ids: Vec<String>,
    /// Those of one article.
    #[arg(long, value_name = "ARTICLE")]
    pub article: Option<String>,
    /// Those of one kind.
    #[arg(short, long, value_enum)]
    pub kind: Option<SuggestionKind>,
    /// All of them.
    #[arg(long)]
    pub all: bool,
    /// Only topics that fewer articles than this name.
    #[arg(long, value_name = "ARTICLES")]
    pub below: Option<usize>,
}

/// The arguments of `dossier accept`.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  dossier accept q-7e9be353 e-7390        a quote and an event, into their article\n  dossier accept \"Taro Kono\"              a topic, into a file of its own\n  dossier accept Kurils --as \"Kuril Isles\"  as a further name of a topic that has a file\n  dossier accept --article 2017-11-24     everything that waits for an article\n  dossier accept --kind field --all       every field of every article\n  dossier accept --seed 2017-11-24        a changed seed was seen; the article's text stays"
)]
pub struct AcceptArgs {
    /// Which suggestions.
    #[command(flatten)]
    pub select: Select,
    /// The topics are this one, which has a file already: their names become its aliases.
    #[arg(long = "as", value_name = "TOPIC", conflicts_with_all = ["kind", "all", "article"])]
    pub as_topic: Option<String>,
    /// The change of this article's seed was seen.
    #[arg(long, value_name = "ARTICLE", conflicts_with_all = ["ids", "kind", "all", "article", "as_topic"])]
    pub seed: Option<String>,
}

/// The arguments of `dossier edit`.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "A quote has speaker and text; an event date, text and status, and, of a plan, outcome and\nthe article that tells it, and an id that several articles share; a field value; a topic name, kind and aliases.\n\nExamples:\n  dossier edit q-7e9be353 speaker=\"Taro Kono\"\n  dossier edit e-73904614 date=2017-12-15 status=happened\n  dossier edit e-73904614 status=changed outcome=\"They met a month later\" article=2018-01-20-talks\n  dossier edit t-1a2b3c4d name=\"World War II\" kind=event aliases=\"Second World War, WWII\""
)]
pub struct EditArgs {
    /// The id as `dossier review` shows it, or its beginning; a topic may be called by name.
    #[arg(value_name = "ID")]
    pub id: String,
    /// What it should say instead.
    #[arg(value_name = "KEY=VALUE", required = true)]
    pub values: Vec<String>,
    /// The article, when several have a suggestion of this id.
    #[arg(long, value_name = "ARTICLE")]
    pub article: Option<String>,
}
