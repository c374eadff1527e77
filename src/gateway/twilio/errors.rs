//! What Twilio's error codes mean for a text, in answers and in receipts alike.
//!
//! # Source
//! twilio.com/docs/api/errors, titles of the dictionary as of 2026-11; pages 10001, 20005, 20429, 20500, 30002 and
//! 30003 read 2026-11-21. Twilio advises against logic on codes, since it splits them now and then (changelog of
//! 2024-07-10): so a code that is not here is told by its HTTP status alone, and shown.

use crate::fact::event::Refusal;
use crate::gateway::outcome::Alarm;

/// Why a text was not sent, or not delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cause {
    pub(super) why: Refusal,
    pub(super) alarm: Option<Alarm>,
}

/// Returns what a code means, or nothing where it says nothing certain.
///
/// Among those without a meaning: 30003 (handset off or out of reach) and 30008 (unknown): neither is the number bad
/// nor the sender, and a text is not sent again by itself.
pub(super) fn cause(code: i64) -> Option<Cause> {
    let (why, alarm) = match code {
        // No such number, a landline, a short code, our own number, a premium number, a carrier that knows it not.
        21211 | 21214 | 21217 | 21265 | 21266 | 21268 | 21407 | 21421 | 21604 | 21614 | 21635 | 30005 | 30006
        | 30014 => (Refusal::BadNumber, None),
        21610 => (Refusal::OptedOut, None),
        // Geographic permissions, no route from this sender, blocked at the carrier; trial accounts' other numbers.
        21408 | 21608 | 21612 | 21662 | 21668 | 30004 | 30011 | 30450 => (Refusal::BlockedDestination, None),
        // No such sender, another account's, no texts from it; not registered, or not where the law asks for it.
        21212
        | 21264
        | 21267
        | 21401
        | 21601
        | 21603
        | 21606
        | 21607
        | 21616
        | 21657
        | 21659
        | 21660
        | 21661
        | 21663
        | 21701..=21705
        | 21708
        | 21709
        | 21711
        | 21712
        | 21715
        | 30018
        | 30024
        | 30032..=30035
        | 30037
        | 30040..=30042 => (Refusal::BlockedDestination, Some(Alarm::SenderRefused)),
        // Filtered by Twilio or a carrier, not to be carried, too long, a loop, a link on a deny list.
        21617 | 21618 | 30007 | 30019 | 30038 | 30039 | 30044 | 30111 => (Refusal::Filtered, None),
        30036 => (Refusal::Expired, None),
        // The API's rate, full queues, congestion, a campaign's rate, the caps of a day.
        20429 | 21611 | 30001 | 30017 | 30022 | 30023 | 30027 | 30454 => (Refusal::Pacing, None),
        // Login, permission, TLS, an account or address that is not there.
        20003
        | 20004
        | 20006
        | 20008
        | 20010..=20012
        | 20101..=20107
        | 20151..=20160
        | 20403
        | 20404
        | 21470
        | 21471 => (Refusal::ProviderUnavailable, Some(Alarm::LoginRefused)),
        // Not active or suspended: first of all for lack of funds.
        10001 | 20005 | 21472 | 30002 => (Refusal::ProviderUnavailable, Some(Alarm::BalanceLow)),
        _ => return None,
    };
    Some(Cause { why, alarm })
}

#[cfg(test)]
mod tests {
    use super::cause;
    use crate::fact::event::Refusal;
    use crate::gateway::outcome::Alarm;

    #[test]
    fn only_what_the_owner_can_mend_has_an_alarm() {
        for (code, why, alarm) in [
            (21610, Refusal::OptedOut, None),
            (21614, Refusal::BadNumber, None),
            (30034, Refusal::BlockedDestination, Some(Alarm::SenderRefused)),
            (20003, Refusal::ProviderUnavailable, Some(Alarm::LoginRefused)),
            (20005, Refusal::ProviderUnavailable, Some(Alarm::BalanceLow)),
            (30007, Refusal::Filtered, None),
        ] {
            let cause = cause(code).unwrap();
            assert_eq!((cause.why, cause.alarm), (why, alarm), "{code}");
        }
    }

    #[test]
    fn a_handset_out_of_reach_is_no_bad_number() {
        for code in [0, -1, 30003, 30008, 99_999, i64::MAX, i64::MIN] {
            assert_eq!(cause(code), None, "{code}");
        }
    }
}
