//! What a shopper looked at: products, categories and tagged pages, each with its latest views.

use crate::fact::event::PageTag;
use crate::fact::stamp::{Stamp, Stamps};
use crate::id::{CategoryId, ProductId};
use crate::time::{Span, Timestamp};
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Products, and categories, remembered; the one seen longest ago leaves first.
const MAX_SUBJECTS: usize = 12;

/// Views remembered of one subject: "viewed five times or more" can be told.
const MAX_VIEWS: usize = 6;

/// Things of one kind and when each was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Views<K>(Vec<(K, Stamps)>);

impl<K> Default for Views<K> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Ord + Clone> Views<K> {
    /// Notes a view.
    pub fn note(&mut self, subject: &K, stamp: Stamp) {
        let place = match self.0.binary_search_by(|(known, _)| known.cmp(subject)) {
            Ok(place) => place,
            Err(place) => {
                self.0.insert(place, (subject.clone(), Stamps::default()));
                place
            }
        };
        if let Some((_, stamps)) = self.0.get_mut(place) {
            stamps.insert(stamp, MAX_VIEWS);
        }
        if self.0.len() > MAX_SUBJECTS {
            let oldest = (0..self.0.len()).min_by_key(|place| self.0.get(*place).and_then(|(_, stamps)| stamps.last()));
            oldest.map(|place| self.0.remove(place));
        }
    }

    /// Adds all views of another shopper who proved to be the same.
    pub fn union(&mut self, other: &Self) {
        for (subject, stamps) in &other.0 {
            stamps.iter().for_each(|stamp| self.note(subject, *stamp));
        }
    }

    /// Returns the views of all subjects within the window, and when the number next falls.
    pub fn total(&self, window: Span, moment: Timestamp) -> (u32, Timestamp) {
        self.0
            .iter()
            .map(|(_, stamps)| stamps.within(window, moment))
            .fold((0, Timestamp::MAX), |(count, leaves), (more, first)| {
                (u32::saturating_add(count, more), leaves.min(first))
            })
    }

    /// Returns the most views that one subject has within the window, and when any number next falls.
    pub fn most(&self, window: Span, moment: Timestamp) -> (u32, Timestamp) {
        self.0
            .iter()
            .map(|(_, stamps)| stamps.within(window, moment))
            .fold((0, Timestamp::MAX), |(count, leaves), (more, first)| (count.max(more), leaves.min(first)))
    }

    /// Returns the views of the subject that `is` picks, and when the number next falls.
    pub fn of(&self, is: impl Fn(&K) -> bool, window: Span, moment: Timestamp) -> (u32, Timestamp) {
        let known = self.0.iter().find(|(subject, _)| is(subject));
        known.map_or((0, Timestamp::MAX), |(_, stamps)| stamps.within(window, moment))
    }
}

/// All that was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Browsing {
    /// Products.
    pub products: Views<ProductId>,
    /// Categories, by their own pages and those of their products.
    pub categories: Views<CategoryId>,
    /// Tagged pages.
    pub pages: Views<PageTag>,
    /// Links opened in texts.
    pub links: Stamps,
}

impl Browsing {
    /// Links remembered.
    pub const MAX_LINKS: usize = 8;

    /// Adds all that another shopper looked at who proved to be the same.
    pub fn union(&mut self, other: &Self) {
        self.products.union(&other.products);
        self.categories.union(&other.categories);
        self.pages.union(&other.pages);
        self.links.union(&other.links, Self::MAX_LINKS);
    }
}
