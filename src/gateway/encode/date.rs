//! Points in time as providers write them: the dates of HTTP and of mail.

use crate::time::calendar::Day;
use crate::time::{Span, Timestamp};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const MS_A_DAY: i64 = 86_400_000;

/// Returns the moment of `Fri, 24 May 2019 17:44:46 +0000` or `… GMT`, or nothing. Other zones are not understood.
///
/// # Source
/// RFC 9110, 5.6.7 (HTTP), RFC 5322, 3.3 (Twilio's `date_created`).
pub(in crate::gateway) fn read(text: &str) -> Option<Timestamp> {
    let (_, date) = text.split_once(", ")?;
    let mut words = date.split(' ');
    let mut word = || words.next();
    let (day, month, year, clock, zone) = (word()?, word()?, word()?, word()?, word()?);
    if word().is_some() || !matches!(zone, "GMT" | "UTC" | "+0000") {
        return None;
    }
    let month = u32::try_from(MONTHS.iter().position(|name| *name == month)?).ok()?.checked_add(1)?;
    let day = Day::from_ymd(i32::try_from(number(year)?).ok()?, month, u32::try_from(number(day)?).ok()?)?;
    let mut pieces = clock.split(':').map(number);
    let (hours, minutes, seconds) = (pieces.next()??, pieces.next()??, pieces.next()??);
    if pieces.next().is_some() || hours > 23 || minutes > 59 || seconds > 60 {
        return None;
    }
    let midnight = Timestamp::from_ms(i64::from(day.number()).checked_mul(MS_A_DAY)?);
    Some(midnight.plus(Span::hours(hours)).plus(Span::minutes(minutes)).plus(Span::seconds(seconds)))
}

fn number(digits: &str) -> Option<i64> {
    let right = !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|digit| digit.is_ascii_digit());
    if right { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::time::Timestamp;

    #[test]
    fn the_dates_of_http_and_mail_are_read() {
        assert_eq!(read("Sun, 06 Nov 1994 08:49:37 GMT"), Some(Timestamp::from_ms(784_111_777_000)));
        assert_eq!(read("Fri, 24 May 2019 17:44:46 +0000"), Some(Timestamp::from_ms(1_558_719_886_000)));
    }

    #[test]
    fn other_dates_are_not_understood() {
        for text in [
            "",
            "now",
            "Fri, 24 May 2019 17:44:46 +0200",
            "Fri, 31 Feb 2019 17:44:46 GMT",
            "Fri, 24 May 2019 24:00:00 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Fri, 24 Mai 2019 17:44:46 GMT",
            "Fri, 24 May 2019 17:44 GMT",
            "Fri, 24 May 2019 17:44:46 GMT x",
            "Fri, 24 May 2019 +1:44:46 GMT",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
