//! The people of the timelines: who they are, as their hosts know them.

use crate::timeline::rng::Rng;
use cartsignal::fact::contact::{Contact, Number, NumberKind};
use cartsignal::id::{RecipientKey, ShopperKey};

/// How many shoppers a timeline has at most.
pub(crate) const SHOPPERS: usize = 3;
/// How many recipients.
pub(crate) const RECIPIENTS: usize = 2;

pub(crate) fn shopper_key(shopper: usize) -> ShopperKey {
    ShopperKey::parse(&format!("shopper-{shopper}")).unwrap()
}

/// Returns the key of a recipient; `person` makes two timelines' recipients fall into different arms.
pub(crate) fn recipient_key(person: u64, recipient: usize) -> RecipientKey {
    RecipientKey::parse(&format!("recipient-{person}-{recipient}")).unwrap()
}

/// Returns somebody: mostly of one piece, now and then not.
pub(crate) fn contact(rng: &mut Rng) -> Contact {
    let country = rng.pick(&["DE", "DE", "FR", "GB", "GB", "US", "US", "US", "CA", "NL"]);
    let number = number(rng, country);
    let address = match rng.below(10) {
        0 => Some(rng.pick(&["DE", "FR", "GB", "US", "ES"])),
        1..4 => None,
        _ => Some(country),
    };
    let region = (country == "US" && rng.percent(50))
        .then(|| rng.pick(&["FL", "TX", "NY", "CA", "HI", "RI", "AL", "MS", "KY", "CT", "AK", "LA", "XX"]));
    let zone = rng.percent(30).then(|| {
        rng.pick(&[
            "Europe/Berlin",
            "Europe/Paris",
            "Europe/London",
            "America/New_York",
            "US/Pacific",
            "America/Phoenix",
            "Asia/Tokyo",
        ])
    });
    Contact {
        first_name: rng.percent(60).then(|| rng.pick(&["Ada", "Maximiliane", "Jos\u{e9}", "{Shop}"]).into()),
        locale: rng.percent(70).then(|| rng.pick(&["de-DE", "fr", "en-GB", "en-US", "nl"]).into()),
        country: address.map(Into::into),
        region: region.map(Into::into),
        browser_zone: zone.map(Into::into),
        number,
    }
}

fn number(rng: &mut Rng, country: &str) -> Option<Number> {
    if rng.percent(4) {
        return None;
    }
    let american = matches!(country, "US" | "CA");
    let kind = match rng.below(20) {
        0 => NumberKind::Fixed,
        1 => NumberKind::Unknown,
        _ if american => NumberKind::Unknown,
        _ => NumberKind::Mobile,
    };
    // Hosts that know +1 only say US for Canada as well: the area code tells.
    let (told, area) = match country {
        "CA" => (rng.pick(&["CA", "US"]), Some("416")),
        "US" => (
            "US",
            rng.percent(70).then(|| rng.pick(&["305", "212", "214", "808", "860", "401", "502", "205", "907", "800"])),
        ),
        other => (other, None),
    };
    Some(Number { kind, country: told.into(), area: area.map(Into::into) })
}
