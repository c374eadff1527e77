//! Where somebody may be, by what the host knows, with the rules at hand for each country that may be meant.

use super::area::Areas;
use super::resolve::{Regions, Whereabouts};
use crate::fact::contact::Contact;
use alloc::vec::Vec;

/// Where the owner of a number may be.
#[derive(Clone, Debug, Default)]
pub struct Places<'a> {
    /// The country the number is from.
    pub number_from: Option<&'a str>,
    area_region: Option<&'a str>,
    /// Each country that may be meant with its rules, where it has any; without a country the rules of all.
    meant: Vec<(Option<&'a str>, Option<&'a Regions>)>,
}

impl<'a> Places<'a> {
    /// Returns the places that may be meant: the address's country, and the number's where that is another one.
    ///
    /// `regions` finds the rules of a country, or of all countries.
    ///
    /// # Errors
    /// What `regions` fails with.
    pub fn find<E>(
        contact: Option<&'a Contact>,
        areas: Areas<'a>,
        regions: impl Fn(Option<&str>) -> Result<Option<&'a Regions>, E>,
    ) -> Result<Self, E> {
        let number = contact.and_then(|contact| contact.number.as_ref());
        let address = contact.and_then(|contact| contact.country.as_deref());
        let area =
            number.filter(|number| &*number.country == "US").and_then(|number| areas.find(number.area.as_deref()?));
        let number_from = number.map(|number| areas.country_of(number));
        let mut countries: Vec<Option<&'a str>> = address.into_iter().chain(number_from).map(Some).collect();
        countries.dedup();
        if countries.is_empty() {
            countries.push(None);
        }
        let meant = countries.into_iter().map(|country| Ok((country, regions(country)?)));
        Ok(Self {
            number_from,
            area_region: area.and_then(|area| area.region),
            meant: meant.collect::<Result<_, E>>()?,
        })
    }

    /// Returns what is known of somebody in each country that may be meant, with that country's rules.
    pub fn whereabouts(
        &self,
        contact: Option<&'a Contact>,
    ) -> impl Iterator<Item = (Whereabouts<'a>, Option<&'a Regions>)> {
        let address = contact.and_then(|contact| contact.country.as_deref());
        self.meant.iter().map(move |(country, regions)| {
            let whereabouts = Whereabouts {
                country: *country,
                address_region: contact.and_then(|contact| contact.region.as_deref()).filter(|_| *country == address),
                browser_zone: contact.and_then(|contact| contact.browser_zone.as_deref()),
                area_region: self.area_region,
            };
            (whereabouts, *regions)
        })
    }
}
