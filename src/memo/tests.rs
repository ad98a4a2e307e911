//! What is remembered is what was made, and no more than was asked for.

use std::sync::Arc;

use super::*;

/// A store in memory that outlives its memo.
#[derive(Clone, Default)]
pub(crate) struct Shelf(Arc<Mutex<Vec<u8>>>);

impl Store for Shelf {
    fn append(&self, bytes: &[u8]) -> Option<u64> {
        let mut shelf = self.0.lock().ok()?;
        let at = u64::try_from(shelf.len()).ok()?;
        shelf.extend_from_slice(bytes);
        Some(at)
    }

    fn read(&self, at: u64, length: u32) -> Option<Vec<u8>> {
        let at = usize::try_from(at).ok()?;
        self.0.lock().ok()?.get(at..at + length as usize).map(<[u8]>::to_vec)
    }
}

fn memo(index: &[u8], shelf: &Shelf) -> Memo {
    Memo::load(index, Box::new(shelf.clone()))
}

fn value(memo: &Memo, key: u128, made: &str) -> Option<String> {
    memo.get_or(key, || Some(made.to_owned()))
}

fn index(saved: Saved) -> Vec<u8> {
    match saved {
        Saved::Index(index) => index,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_was_made_is_remembered_and_what_is_not_asked_for_is_forgotten() {
    let shelf = Shelf::default();
    let first = memo(&[], &shelf);
    assert_eq!((value(&first, 1, "one"), value(&first, 2, "b")), (Some("one".into()), Some("b".into())));
    let second = memo(&index(first.save()), &shelf);
    assert_eq!(value(&second, 1, "other").as_deref(), Some("one"));
    let third = memo(&index(second.save()), &shelf);
    assert_eq!(value(&third, 2, "made again").as_deref(), Some("made again"));
    assert_eq!(value(&third, 1, "other").as_deref(), Some("one"));
}

#[test]
fn nothing_new_is_nothing_to_write_and_waste_is_noticed() {
    let shelf = Shelf::default();
    let first = memo(&[], &shelf);
    value(&first, 1, "a");
    value(&first, 2, "a long entry that nobody will ask for again");
    value(&first, 3, "b");
    let saved = index(first.save());
    let second = memo(&saved, &shelf);
    for key in 1..=3 {
        value(&second, key, "a");
    }
    assert_eq!(second.save(), Saved::Same);
    let third = memo(&saved, &shelf);
    value(&third, 3, "b");
    assert_eq!(third.save(), Saved::Waste);
}

#[test]
fn what_is_kept_is_not_forgotten() {
    let shelf = Shelf::default();
    let first = memo(&[], &shelf);
    value(&first, 1, "one");
    value(&first, 2, "two");
    let second = memo(&index(first.save()), &shelf);
    second.keep_all(&[1, 7]);
    let third = memo(&index(second.save()), &shelf);
    assert_eq!(value(&third, 1, "made again").as_deref(), Some("one"));
    assert_eq!(value(&third, 2, "made again").as_deref(), Some("made again"));
}

#[test]
fn one_entry_is_found_under_all_its_keys_and_stored_once() {
    let shelf = Shelf::default();
    let first = memo(&[], &shelf);
    first.put_away(&[1, 2], "a");
    first.put_away(&[3], &7_u32);
    let length = shelf.0.lock().expect("shelf").len();
    let second = memo(&index(first.save()), &shelf).with(Kept::default());
    assert_eq!((second.take_out(2), second.take_out(3)), (Some("a".to_owned()), Some(7_u32)));
    second.also(2, 4);
    second.keep(&[5, 6], &"b".to_owned());
    let kept = second.take_kept();
    assert_eq!(kept.0.len(), 2, "what was put away takes no memory");
    let third = memo(&index(second.save()), &shelf).with(kept);
    assert_eq!(third.take_out::<String>(1), None, "nobody asked for it");
    assert_eq!(third.take_out::<String>(4).as_deref(), Some("a"));
    assert_eq!(third.kept::<String>(5).as_deref(), Some("b"));
    third.keep_all(&[2, 6]);
    let kept = third.take_kept();
    assert_eq!(kept.0.iter().map(|(key, _)| *key).collect::<Vec<_>>(), [6]);
    assert_eq!(shelf.0.lock().expect("shelf").len(), length);
    assert!(matches!(third.save(), Saved::Index(_)));
}

#[test]
fn values_are_kept_whatever_becomes_of_the_store() {
    let shelf = Shelf::default();
    let first = memo(&[], &shelf).with(Kept::default());
    value(&first, 1, "a");
    value(&first, 2, "b");
    let (kept, saved) = (first.take_kept(), index(first.save()));
    shelf.0.lock().expect("shelf").clear();
    let second = memo(&saved, &shelf).with(kept);
    assert_eq!(value(&second, 1, "made again").as_deref(), Some("a"));
    let third = memo(&[], &shelf).with(second.take_kept());
    assert_eq!(value(&third, 1, "made again").as_deref(), Some("a"));
    assert_eq!(value(&third, 2, "made again").as_deref(), Some("made again"), "nobody asked for it");
    let fourth = memo(&index(third.save()), &shelf);
    assert_eq!(value(&fourth, 1, "lost").as_deref(), Some("a"), "it was stored once more");
}

#[test]
fn damage_is_noticed() {
    let shelf = Shelf::default();
    let first = memo(&[], &shelf);
    value(&first, 1, "a");
    let saved = index(first.save());
    let mut damaged = saved.clone();
    damaged[9] ^= 1;
    assert_eq!(value(&memo(&damaged, &shelf), 1, "made again").as_deref(), Some("made again"));
    assert_eq!(value(&memo(b"short", &shelf), 1, "made again").as_deref(), Some("made again"));
    shelf.0.lock().expect("shelf")[1] ^= 1;
    assert_eq!(value(&memo(&saved, &shelf), 1, "made again").as_deref(), Some("made again"));
    shelf.0.lock().expect("shelf").clear();
    assert_eq!(value(&memo(&saved, &shelf), 1, "made again").as_deref(), Some("made again"));
}
