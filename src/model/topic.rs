//! A topic: a person, place, organisation, event or subject that has a page.

use serde::{Deserialize, Serialize};

use super::date::Date;

/// What a topic is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Somebody.
    Person,
    /// A state, town, island, sea, ….
    Place,
    /// A ministry, agency, company, party, alliance, ….
    Organisation,
    /// A war, summit, treaty, ….
    Event,
    /// Anything else that a dossier follows.
    #[default]
    Subject,
}

impl Kind {
    /// Every kind, in the order of menus.
    pub const ALL: [Self; 5] = [Self::Person, Self::Place, Self::Organisation, Self::Event, Self::Subject];

    /// The word in front matter and templates.
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Place => "place",
            Self::Organisation => "organisation",
            Self::Event => "event",
            Self::Subject => "subject",
        }
    }

    /// Several of it, as a heading.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Person => "People",
            Self::Place => "Places",
            Self::Organisation => "Organisations",
            Self::Event => "Events",
            Self::Subject => "Subjects",
        }
    }

    /// The folder of its index page.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Person => "people",
            Self::Place => "places",
            Self::Organisation => "organisations",
            Self::Event => "events",
            Self::Subject => "subjects",
        }
    }
}

/// An office or function with its time.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// `Russian Foreign Minister`
    pub label: String,
    /// Since when.
    #[serde(default)]
    pub from: Option<Date>,
    /// Until when.
    #[serde(default)]
    pub to: Option<Date>,
}

/// A name that some use and others dispute.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContestedName {
    /// The name.
    pub name: String,
    /// Who uses it.
    #[serde(default)]
    pub used_by: String,
}

/// The front matter of `content/topics/*.md`, key by key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TopicMatter {
    /// The name that the dossier uses.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Other names, in any script; mentions of them count.
    pub aliases: Vec<String>,
    /// Names that are suggested and never linked.
    pub weak_aliases: Vec<String>,
    /// Names that are disputed.
    pub contested_names: Vec<ContestedName>,
    /// Offices.
    pub roles: Vec<Role>,
    /// The same thing elsewhere: Wikidata, VIAF, ….
    pub same_as: Vec<String>,
    /// Names of topics that this one is easily taken for.
    pub not_same_as: Vec<String>,
    /// The topic that this one belongs to.
    pub part_of: String,
    /// Latitude and longitude in degrees.
    pub coordinates: Option<Coordinates>,
    /// One sentence.
    pub summary: String,
    /// A file in `content/media/`.
    pub image: String,
    /// The last part of the URL; the file's name serves when it is empty.
    pub slug: String,
    /// Not built unless drafts are asked for.
    pub draft: bool,
}

/// A place on earth, kept as written so that it compares and hashes exactly.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "(f64, f64)", into = "(f64, f64)")]
pub struct Coordinates {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

impl Eq for Coordinates {}

impl std::hash::Hash for Coordinates {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.latitude.to_bits().hash(state);
        self.longitude.to_bits().hash(state);
    }
}

impl From<(f64, f64)> for Coordinates {
    fn from((latitude, longitude): (f64, f64)) -> Self {
        Self { latitude, longitude }
    }
}

impl From<Coordinates> for (f64, f64) {
    fn from(place: Coordinates) -> Self {
        (place.latitude, place.longitude)
    }
}
