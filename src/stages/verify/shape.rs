//! What a template may ask for: the fields of every view, learnt from invented pages that have everything.

use std::collections::BTreeMap;

use serde_json::Value;

/// What a value can be asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Shape {
    /// Nothing is known of it, so nothing is wrong.
    #[default]
    Any,
    /// A text, number or truth value.
    Plain,
    /// Each item of a list.
    List(Box<Shape>),
    /// Fields by name.
    Map(BTreeMap<String, Shape>),
}

impl Shape {
    /// What a field or an item is; nothing when there is no such field.
    pub(super) fn field(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Any => Some(self),
            Self::Plain => None,
            Self::List(item) => name.bytes().all(|b| b.is_ascii_digit()).then_some(item),
            Self::Map(fields) => fields.get(name),
        }
    }

    /// The names of its fields.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let fields = if let Self::Map(fields) = self { Some(fields) } else { None };
        fields.into_iter().flat_map(BTreeMap::keys).map(String::as_str)
    }

    fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Any,
            Value::Bool(_) | Value::Number(_) | Value::String(_) => Self::Plain,
            Value::Array(items) => {
                let item = items.iter().map(Self::of).reduce(Self::both);
                Self::List(Box::new(item.unwrap_or_default()))
            }
            Value::Object(fields) => {
                Self::Map(fields.iter().map(|(name, value)| (name.clone(), Self::of(value))).collect())
            }
        }
    }

    /// Whatever one of the two has.
    fn both(self, other: Self) -> Self {
        match (self, other) {
            (Self::Map(mut a), Self::Map(b)) => {
                for (name, shape) in b {
                    let known = a.remove(&name);
                    a.insert(name, known.map_or_else(|| shape.clone(), |known| known.both(shape.clone())));
                }
                Self::Map(a)
            }
            (Self::List(a), Self::List(b)) => Self::List(Box::new(a.both(*b))),
            (Self::Any, other) | (other, Self::Any) => other,
            (a, b) if a == b => a,
            _ => Self::Any,
        }
    }
}

/// The shapes of all templates.
#[derive(Debug)]
pub(super) struct Shapes {
    by_template: BTreeMap<String, Shape>,
    /// What any of them has, for parts that several share.
    any: Shape,
    /// What the frame has.
    frame: Shape,
    /// What nobody knows.
    unknown: Shape,
}

impl Shapes {
    /// From contexts by their template; several of one template are laid over each other.
    pub(super) fn new(contexts: Vec<(&'static str, Value)>) -> Self {
        let mut by_template: BTreeMap<String, Shape> = BTreeMap::new();
        for (template, value) in contexts {
            let shape = Shape::of(&value);
            let known = by_template.remove(template).unwrap_or_default();
            by_template.insert(template.to_owned(), known.both(shape));
        }
        let any = by_template.values().cloned().reduce(Shape::both).unwrap_or_default();
        let frame =
            any.field("site").map(|site| Shape::Map(BTreeMap::from([("site".to_owned(), site.clone())])));
        Self { by_template, any, frame: frame.unwrap_or_default(), unknown: Shape::Any }
    }

    /// What a template may ask for.
    pub(super) fn of(&self, template: &str) -> &Shape {
        if template.starts_with("frame/") {
            return &self.frame;
        }
        // Parts of texts see what the text gives them.
        if template.starts_with("page/") {
            return &self.unknown;
        }
        self.by_template.get(template).unwrap_or(&self.any)
    }
}
