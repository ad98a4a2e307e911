//! Things that belong together: disjoint sets, each named by its first member (Galler and Fischer 1964).

use std::collections::BTreeMap;

pub(super) struct Groups(Vec<u32>);

impl Groups {
    /// So many things, each alone.
    pub(super) fn new(size: usize) -> Self {
        Self((0u32..).take(size).collect())
    }

    fn first(&mut self, member: u32) -> u32 {
        let mut at = member;
        while self.0[at as usize] != at {
            let above = self.0[self.0[at as usize] as usize];
            self.0[at as usize] = above;
            at = above;
        }
        at
    }

    /// Puts two together, with all that belongs to either.
    pub(super) fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.first(a), self.first(b));
        self.0[a.max(b) as usize] = a.min(b);
    }

    /// The groups of two and more, their members in order.
    pub(super) fn of_several(mut self) -> Vec<Vec<u32>> {
        let mut groups: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for member in (0u32..).take(self.0.len()) {
            let first = self.first(member);
            if first != member {
                groups.entry(first).or_insert_with(|| vec![first]).push(member);
            }
        }
        groups.into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_joined_in_any_order_is_one_group() {
        let mut groups = Groups::new(7);
        for (a, b) in [(5, 3), (1, 2), (3, 6), (6, 5)] {
            groups.join(a, b);
        }
        assert_eq!(groups.of_several(), [vec![1, 2], vec![3, 5, 6]]);
    }
}
