//! Why a call to a gateway cannot be answered at all. Names what is wrong, and never the value.

use alloc::string::String;

/// A call that cannot be answered: the host's or the owner's to mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GatewayFault {
    /// There is no provider of that name.
    UnknownProvider,
    /// The provider has no such setting; the name is cut to its first 40 characters.
    UnknownSetting(String),
    /// A setting that the provider needs is missing.
    MissingSetting(&'static str),
    /// A setting's value can't be right.
    BadSetting(&'static str, &'static str),
    /// A field of the errand can't be right.
    BadErrand(&'static str),
}
