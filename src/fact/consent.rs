//! Permission: by purpose and channel, with opt-outs above it; all registers of the latest time.

use crate::fact::event::{ConsentBasis, ConsentChange, Reply, ReplyBy, ReplyKind};
use crate::id::EvidenceId;
use crate::time::Timestamp;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// What a permission is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Reminders of one's own cart.
    Cart,
    /// Offers: win-back, early access, cross-sell.
    Offers,
}

/// How a shopper is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Text messages.
    Sms,
    /// E-mail.
    Email,
}

/// A permission as it was given last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Grant {
    /// When.
    pub at: Timestamp,
    /// On which ground.
    pub basis: ConsentBasis,
    /// The row of the host's ledger that proves it.
    pub evidence: EvidenceId,
}

/// What is known of one purpose on one channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Permission {
    purpose: Purpose,
    channel: Channel,
    granted: Option<Grant>,
    revoked_at: Option<Timestamp>,
}

/// What is known of one channel as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct ChannelWord {
    channel: Channel,
    opted_out_at: Option<Timestamp>,
    opted_in_at: Option<Timestamp>,
    confirmed_at: Option<Timestamp>,
    ambiguous_at: Option<Timestamp>,
    cleared_at: Option<Timestamp>,
}

/// Where permission stands at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody ever gave it.
    Never,
    /// It was taken back.
    Revoked(Timestamp),
    /// It was given.
    Granted(Grant),
}

/// All permissions of a recipient.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consents {
    permissions: Vec<Permission>,
    channels: Vec<ChannelWord>,
    /// When the latest question by text was put that its reader answered with yes. No fact, since it rests on what was
    /// asked: the engine notes it, and it has a section of its own.
    #[serde(skip)]
    pub answered: Option<Timestamp>,
}

impl Consents {
    /// Folds a permission given.
    pub fn grant(&mut self, change: &ConsentChange, at: Timestamp) {
        let grant = Grant { at, basis: change.basis, evidence: change.evidence.clone() };
        let permission = self.permission(change.purpose, change.channel);
        permission.granted = permission.granted.take().max(Some(grant));
    }

    /// Folds a permission taken back.
    pub fn revoke(&mut self, purpose: Purpose, channel: Channel, at: Timestamp) {
        let permission = self.permission(purpose, channel);
        permission.revoked_at = permission.revoked_at.max(Some(at));
    }

    /// Folds what an answer says about permission.
    ///
    /// YES in a text confirms, and opts in only as the answer to a question, which `answered` tells: said out of the
    /// blue after an opt-out it may answer anything.
    pub fn reply(&mut self, reply: &Reply, at: Timestamp) {
        let word = self.channel(reply.channel);
        let at = Some(at);
        match (reply.kind, reply.by) {
            (ReplyKind::Stop, _) => word.opted_out_at = word.opted_out_at.max(at),
            (ReplyKind::Start, _) | (ReplyKind::Yes, ReplyBy::Link) => {
                word.opted_in_at = word.opted_in_at.max(at);
                word.confirmed_at = word.confirmed_at.max(at);
            }
            (ReplyKind::Yes, ReplyBy::Text) => word.confirmed_at = word.confirmed_at.max(at),
            (ReplyKind::Ambiguous, _) => word.ambiguous_at = word.ambiguous_at.max(at),
            (ReplyKind::Cleared, _) => word.cleared_at = word.cleared_at.max(at),
            (ReplyKind::Help | ReplyKind::Other, _) => {}
        }
    }

    /// Returns where the permission stands, opt-outs aside. Of one moment's two words the restrictive one counts.
    pub fn standing(&self, purpose: Purpose, channel: Channel) -> Standing {
        let known = self.permissions.iter().find(|known| known.purpose == purpose && known.channel == channel);
        let Some(Permission { granted: Some(grant), revoked_at, .. }) = known else {
            return known.and_then(|known| known.revoked_at).map_or(Standing::Never, Standing::Revoked);
        };
        match revoked_at {
            Some(at) if *at >= grant.at => Standing::Revoked(*at),
            Some(_) | None => Standing::Granted(grant.clone()),
        }
    }

    /// Returns when the recipient opted out of the channel, if that stands: no explicit opt-in came later.
    ///
    /// A later tick in a form lifts the opt-out only together with a confirmation: anybody can type a number.
    pub fn opted_out(&self, channel: Channel) -> Option<Timestamp> {
        let word = self.word(channel)?;
        let out = word.opted_out_at?;
        let answered = self.answered.filter(|_| channel == Channel::Sms);
        if word.opted_in_at.max(answered).is_some_and(|at| at > out) { None } else { Some(out) }
    }

    /// Returns the opt-outs that stand.
    pub fn opt_outs(&self) -> impl Iterator<Item = (Channel, Timestamp)> {
        self.channels.iter().filter_map(|word| Some((word.channel, self.opted_out(word.channel)?)))
    }

    /// Returns whether anything was permitted on the channel and not taken back, opt-outs aside.
    pub fn permits_any(&self, channel: Channel) -> bool {
        let granted = |purpose| matches!(self.standing(purpose, channel), Standing::Granted(_));
        granted(Purpose::Cart) || granted(Purpose::Offers)
    }

    /// Returns whether permission was given by form after an opt-out that no answer has lifted: worth one question.
    pub fn asked_back(&self, purpose: Purpose, channel: Channel) -> bool {
        match (self.opted_out(channel), self.standing(purpose, channel)) {
            (Some(out), Standing::Granted(grant)) => grant.at > out,
            (Some(_) | None, Standing::Never | Standing::Revoked(_)) | (None, Standing::Granted(_)) => false,
        }
    }

    /// Returns when the number's owner last confirmed it, unless an opt-out came later.
    pub fn confirmed(&self, channel: Channel) -> Option<Timestamp> {
        let word = self.word(channel)?;
        word.confirmed_at.filter(|at| word.opted_out_at.is_none_or(|out| *at > out))
    }

    /// Returns since when an answer waits that may mean stop.
    pub fn unread(&self, channel: Channel) -> Option<Timestamp> {
        let word = self.word(channel)?;
        word.ambiguous_at.filter(|at| [word.cleared_at, word.confirmed_at].iter().flatten().all(|later| later <= at))
    }

    fn word(&self, channel: Channel) -> Option<&ChannelWord> {
        self.channels.iter().find(|known| known.channel == channel)
    }

    fn permission(&mut self, purpose: Purpose, channel: Channel) -> &mut Permission {
        let fresh = || Permission { purpose, channel, granted: None, revoked_at: None };
        entry(&mut self.permissions, |known| (known.purpose, known.channel).cmp(&(purpose, channel)), fresh)
    }

    fn channel(&mut self, channel: Channel) -> &mut ChannelWord {
        let fresh = || ChannelWord {
            channel,
            opted_out_at: None,
            opted_in_at: None,
            confirmed_at: None,
            ambiguous_at: None,
            cleared_at: None,
        };
        entry(&mut self.channels, |known| known.channel.cmp(&channel), fresh)
    }
}

/// Returns the element of a sorted list that `compare` finds, put there if missing.
#[expect(clippy::indexing_slicing, reason = "the place was found or made in this very function")]
pub fn entry<T>(
    list: &mut Vec<T>,
    compare: impl FnMut(&T) -> core::cmp::Ordering,
    fresh: impl FnOnce() -> T,
) -> &mut T {
    let place = match list.binary_search_by(compare) {
        Ok(place) => place,
        Err(place) => {
            list.insert(place, fresh());
            place
        }
    };
    &mut list[place]
}
