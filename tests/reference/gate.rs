//! The gate, rule after rule as defaults.md has them; the first that fails decides.

use crate::facts::{acts, bought, consent, lost, opted_in, replied};
use crate::journey::Reference;
use crate::said::{Fate, Text};
use crate::timeline::clock::{Clock, Window};
use cartsignal::bucket::Bucketing;
use cartsignal::fact::contact::NumberKind;
use cartsignal::fact::event::{ConsentBasis, Input, ReplyKind};
use cartsignal::gate::region::row::{Origin, Per};
use cartsignal::trace::{Class, Reason};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The text in question.
pub(crate) struct Asked<'a> {
    pub(crate) moment: i64,
    pub(crate) shopper: &'a [&'a Input],
    pub(crate) recipient: Option<usize>,
    pub(crate) cart: &'a str,
    pub(crate) episode: u32,
    /// The last act before the cart was left.
    pub(crate) event_at: i64,
    /// When the text was first due.
    pub(crate) since: i64,
}

#[derive(Debug)]
pub(crate) enum Verdict {
    Send(i64),
    Ask(i64),
    /// Until when, at the earliest and the latest, and what else may be said where that is past the last moment.
    Hold((i64, i64), Reason, Option<Reason>),
    Drop(Reason),
}

impl Reference<'_> {
    pub(crate) fn judge(&self, asked: &Asked<'_>) -> Verdict {
        use Verdict::{Ask, Drop, Hold, Send};
        let (now, shape) = (asked.moment, &self.timeline.shape);
        let contact = asked.recipient.map(|place| &self.timeline.contacts[place]);
        let (Some(recipient), Some(contact)) = (asked.recipient, contact) else { return Drop(Reason::NoNumber) };
        let Some(number) = &contact.number else { return Drop(Reason::NoNumber) };
        if number.kind == NumberKind::Fixed {
            return Drop(Reason::NotMobile);
        }
        let known = self.of_recipient(recipient);
        if lost(&known).is_some_and(|at| at + 90 * DAY > now) {
            return Drop(Reason::Unreachable);
        }
        let country = self.clock.number_country(contact).unwrap();
        let sold = crate::timeline::shop::COUNTRIES.contains(&country.as_str());
        let Some(rows) = self.clock.rows(contact).filter(|_| sold) else { return Drop(Reason::NoRule) };
        let rows: Vec<_> = rows.into_iter().filter(|row| row.locked || row.origin != Origin::Default).collect();

        let texts: Vec<&Text> = self.texts.iter().filter(|text| text.recipient == recipient).collect();
        let sent = || texts.iter().filter(|text| !matches!(text.fate, Fate::Refused | Fate::HeldOut));
        let stopped = replied(&known, &[ReplyKind::Stop]);
        let agreed = replied(&known, &[ReplyKind::Yes, ReplyKind::Start]);
        let lifted = opted_in(&known).max(self.answered.get(&recipient).copied());
        let out = stopped.filter(|stopped| lifted.is_none_or(|lifted| lifted <= *stopped));
        let asked_back = out.is_some_and(|out| consent(&known).is_some_and(|(at, _)| at > out));
        if out.is_some() && !asked_back {
            return Drop(Reason::OptedOut);
        }
        let cleared = replied(&known, &[ReplyKind::Cleared, ReplyKind::Yes, ReplyKind::Start]);
        let unread = replied(&known, &[ReplyKind::Ambiguous]);
        if unread.is_some_and(|unread| cleared.is_none_or(|cleared| cleared <= unread)) {
            let until = asked.since + 48 * HOUR;
            return if now >= until {
                Drop(Reason::UnreadReply)
            } else {
                Hold((until, until), Reason::UnreadReply, None)
            };
        }
        let purchases = bought(&known).into_iter().chain(bought(asked.shopper)).map(|order| order.placed_at);
        if purchases.max().is_some_and(|at| at + i64::from(shape.quiet_days) * DAY > now) {
            return Drop(Reason::BoughtRecently);
        }
        let limit = rows.iter().filter_map(|row| row.max_hours_after_event).min();
        let held = asked.since + 48 * HOUR;
        let last = limit.map_or(held, |hours| held.min(asked.event_at + i64::from(hours) * HOUR));
        if now > last {
            return Drop(Reason::TooLate);
        }
        if !shape.sends_from(&country) {
            return Drop(Reason::NoSender);
        }
        if country == "US" && !shape.us_registered {
            return Drop(Reason::SenderUnregistered);
        }
        let needs =
            rows.iter().filter_map(|row| row.basis).max().unwrap_or(ConsentBasis::SoftOptIn).max(shape.basis(&country));
        if consent(&known).is_none_or(|(_, basis)| basis < needs) {
            return Drop(Reason::NoConsent);
        }
        let marketing = |text: &&&Text| text.class == Class::Marketing;
        let caps = || rows.iter().flat_map(|row| &row.caps);
        let of_abandonment = || caps().filter(|cap| cap.per == Per::Abandonment);
        let window = of_abandonment().filter_map(|cap| cap.hours).max();
        let start = window.map_or(asked.event_at, |hours| asked.event_at.min(now - i64::from(hours) * HOUR));
        let of_this = sent()
            .filter(marketing)
            .filter(|text| (text.cart == asked.cart && text.episode == asked.episode) || text.at > start);
        let of_this = of_this.count();
        let per = of_abandonment().map(|cap| cap.texts).min().unwrap_or(u8::MAX);
        if of_this >= usize::from(per.min(shape.texts_per_abandonment(&country))) {
            return Drop(Reason::AlreadyTexted);
        }
        let within = |window: i64| sent().filter(marketing).filter(|text| text.at > now - window).count();
        let own = shape.caps.iter().map(|(texts, days)| (usize::try_from(*texts).unwrap(), i64::from(*days) * DAY));
        let lawful = caps().filter(|cap| cap.per != Per::Abandonment);
        let lawful = lawful.filter_map(|cap| Some((usize::from(cap.texts), i64::from(cap.hours?) * HOUR)));
        if own.chain(lawful).any(|(texts, window)| within(window) >= texts) {
            return Drop(Reason::CapReached);
        }
        let key = crate::timeline::people::recipient_key(self.timeline.person, recipient);
        if Bucketing::V1.bucket(key.as_str().as_bytes(), b"cart_recovery") < shape.holdout {
            return Drop(Reason::Holdout);
        }
        let needed = rows.iter().any(|row| row.confirmation) || shape.confirm(&country);
        let confirmed = agreed.is_some_and(|agreed| stopped.is_none_or(|stopped| agreed > stopped));
        let watching = !shape.is_live(&country);
        let mut question = false;
        if (asked_back || (needed && !confirmed)) && !watching {
            match self.question(&texts, asked) {
                Ask(_) => question = true,
                other => return other,
            }
        }
        let known_until = acts(asked.shopper).last().copied().max(texts.iter().map(|text| text.at).max());
        // "A clock that jumps holds sends" (design.md): questions are sends.
        let jumped = known_until.is_some_and(|known| known > now + 5 * MINUTE);
        if jumped {
            let until = now + 10 * MINUTE;
            return Hold((until, until), Reason::ClockJumped, None);
        }
        let windows = self.clock.windows(contact);
        if !self.clock.open(&windows, now) {
            let Some(opens) = opens(self.clock, &windows, now).filter(|opens| *opens <= last) else {
                return Drop(Reason::QuietHoursTooLong);
            };
            let latest = (opens + 30 * MINUTE - 1).min(last);
            let otherwise = (latest < opens + 30 * MINUTE - 1).then_some(Reason::QuietHoursTooLong);
            return Hold((opens, latest), Reason::QuietHours, otherwise);
        }
        if watching {
            return Drop(Reason::Watching);
        }
        let not_after = (now + 30 * MINUTE).min(last).min(closes(self.clock, &windows, now));
        if question { Ask(not_after) } else { Send(not_after) }
    }

    /// Says whether the number's owner may be asked.
    fn question(&self, texts: &[&Text], asked: &Asked<'_>) -> Verdict {
        let (now, until) = (asked.moment, asked.since + 48 * HOUR);
        if now >= until {
            return Verdict::Drop(Reason::NotConfirmed);
        }
        let asks: Vec<i64> = texts
            .iter()
            .filter(|text| text.class == Class::Ask && text.fate != Fate::Refused)
            .map(|text| text.at)
            .collect();
        let Some(last) = asks.iter().max() else { return Verdict::Ask(until) };
        if last + 48 * HOUR > now {
            let until = until.min(last + 48 * HOUR);
            return Verdict::Hold((until, until), Reason::AwaitingConfirmation, None);
        }
        if last + 30 * DAY > now || asks.iter().filter(|at| **at > now - 180 * DAY).count() >= 2 {
            return Verdict::Drop(Reason::AskedBefore);
        }
        Verdict::Ask(until)
    }
}

/// Returns the first minute from now on, within 48 hours, at which all windows are open.
fn opens(clock: &Clock, windows: &[Window], now: i64) -> Option<i64> {
    let first = now.div_euclid(MINUTE) * MINUTE;
    (1..=48 * 60).map(|minute| first + minute * MINUTE).find(|at| clock.open(windows, *at))
}

/// Returns the first minute from now on, within the next half hour, at which one window is closed.
fn closes(clock: &Clock, windows: &[Window], now: i64) -> i64 {
    let first = now.div_euclid(MINUTE) * MINUTE;
    let closed = (1..=31).map(|minute| first + minute * MINUTE).find(|at| !clock.open(windows, *at));
    closed.unwrap_or(i64::MAX)
}
