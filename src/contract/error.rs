//! The shape of an error or warning that a host sees: a closed code, where, and one sentence.

use crate::engine::fault::Fault;
use alloc::format;
use alloc::string::String;
use core::fmt;
use serde::Serialize;

/// An error or a warning: what is wrong, where in the JSON handed in, and the way out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ContractError {
    /// What is wrong; closed, for machines.
    pub code: Code,
    /// JSON pointer (RFC 6901) to the offender; empty for the whole, or where there is no JSON.
    pub pointer: String,
    /// One sentence for people: lower case, no full stop, never a phone number or the words of a text.
    pub message: String,
}

impl ContractError {
    /// Returns an error at `pointer`.
    pub fn new(code: Code, pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code, pointer: pointer.into(), message: message.into() }
    }
}

impl fmt::Display for ContractError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} at `{}`: {}", self.code.as_str(), self.pointer, self.message)
    }
}

impl core::error::Error for ContractError {}

impl From<Fault> for ContractError {
    fn from(fault: Fault) -> Self {
        let (code, message) = match fault {
            Fault::StateMalformed => {
                (Code::StateMalformed, "the bytes are no state, expected those of an earlier answer".into())
            }
            Fault::StateTooNew { needs } => (
                Code::StateTooNew,
                format!("the state needs format {needs}, newer than this core reads: wait, never reset it"),
            ),
            Fault::StateOfAnother => (
                Code::StateOfAnother,
                "the state belongs to another key than the call names, expected the same one".into(),
            ),
            Fault::StateTooLarge => {
                (Code::StateTooLarge, "the state is larger than 16 KB, expected shorter ids".into())
            }
            Fault::ProgramMalformed => {
                (Code::ProgramMalformed, "the bytes are no program, expected those compile answered".into())
            }
            Fault::ProgramTooNew => (
                Code::ProgramTooNew,
                "the program was compiled by another release: compile the configuration anew".into(),
            ),
            Fault::ProgramPartMissing { offset, length } => (
                Code::ProgramPartMissing,
                format!(
                    "bytes `{offset}` to `{}` of the program are needed: hand them in and call again",
                    u64::from(offset).saturating_add(u64::from(length))
                ),
            ),
            Fault::SubjectMissing => (
                Code::SubjectMissing,
                "the call lacks the shopper or recipient that the input is about: hand it in".into(),
            ),
            Fault::RecipientMismatch => (
                Code::RecipientMismatch,
                "the shopper points at another recipient than the one handed in: read the pointer again, under locks"
                    .into(),
            ),
        };
        Self::new(code, "", message)
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// Everything that can be wrong, as dotted words; a word once published keeps its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum Code {
            $($(#[$doc])* #[serde(rename = $word)] $name,)*
        }

        impl Code {
            /// Every code, in order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Returns the dotted words.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }
        }
    };
}

codes! {
    /// A frame around a call cannot be read.
    RequestFrame = "request.frame",
    /// No call has this name.
    RequestUnknownCall = "request.unknown_call",
    /// Not JSON.
    RequestMalformed = "request.malformed",
    /// A field that no call of this name has.
    RequestUnknownField = "request.unknown_field",
    /// A field is missing.
    RequestMissingField = "request.missing_field",
    /// A value of the wrong kind, or out of its range.
    RequestBadValue = "request.bad_value",
    /// Larger than a call may be.
    RequestTooLarge = "request.too_large",
    /// No program was loaded.
    RequestNoProgram = "request.no_program",
    /// No such resident shopper or session.
    RequestUnknownHandle = "request.unknown_handle",
    /// This core was built without that part.
    RequestUnsupported = "request.unsupported",
    /// The operation is in the whole module, not in the hot one.
    OperationElsewhere = "request.operation_elsewhere",
    /// The bytes are no state.
    StateMalformed = "state.malformed",
    /// Written by a newer release: wait.
    StateTooNew = "state.too_new",
    /// Belongs to another key.
    StateOfAnother = "state.of_another",
    /// Grew beyond its bound.
    StateTooLarge = "state.too_large",
    /// The bytes are no program.
    ProgramMalformed = "program.malformed",
    /// Compiled by another release.
    ProgramTooNew = "program.too_new",
    /// A range is needed that was not handed in.
    ProgramPartMissing = "program.part_missing",
    /// Neither shopper nor recipient, or not the one the input is about.
    SubjectMissing = "subject.missing",
    /// The shopper points elsewhere.
    RecipientMismatch = "recipient.mismatch",
    /// Not JSON.
    ConfigMalformed = "config.malformed",
    /// Larger than a configuration may be.
    ConfigTooLarge = "config.too_large",
    /// A format this release does not read.
    ConfigFormat = "config.format",
    /// A field that does not exist.
    ConfigUnknownField = "config.unknown_field",
    /// A field that is needed.
    ConfigMissingField = "config.missing_field",
    /// A value of the wrong kind.
    ConfigBadValue = "config.bad_value",
    /// The store's name is empty or too long.
    ConfigShopName = "config.shop.name",
    /// The origin of short links is not `https://` and a host.
    ConfigShopLinkOrigin = "config.shop.link_origin",
    /// The help contact cannot stand in a text.
    ConfigShopHelpContact = "config.shop.help_contact",
    /// No market at all.
    ConfigMarketNone = "config.market.none",
    /// Not a country code.
    ConfigMarketCountry = "config.market.country",
    /// Warning: no reviewed rule for the country, so nothing is sent there.
    ConfigMarketNoRule = "config.market.no_rule",
    /// No texts in this language.
    ConfigMarketLanguage = "config.market.language",
    /// More or fewer texts for one abandonment than allowed.
    ConfigMarketTextsPerAbandonment = "config.market.texts_per_abandonment",
    /// The confirmation is locked on.
    ConfigMarketConfirmLocked = "config.market.confirm_locked",
    /// The soft opt-in does not exist there.
    ConfigMarketSoftOptIn = "config.market.soft_opt_in",
    /// A window would open hours that are closed by default or law.
    ConfigMarketWindow = "config.market.window",
    /// A price is negative or has no readable date.
    ConfigMarketPrice = "config.market.price",
    /// Live without a sender.
    ConfigMarketNoSender = "config.market.no_sender",
    /// Warning: no price for the country.
    ConfigMarketNoPrice = "config.market.no_price",
    /// A sender name that networks refuse.
    ConfigSenderName = "config.sender.name",
    /// A sender number that is none.
    ConfigSenderNumber = "config.sender.number",
    /// The sender must be able to receive answers.
    ConfigSenderTwoWay = "config.sender.two_way",
    /// A way out that cannot work with this sender or in this country.
    ConfigSenderWayOut = "config.sender.way_out",
    /// The provider's STOP number is missing, needless or no number.
    ConfigSenderStopNumber = "config.sender.stop_number",
    /// Warning: the sender is not known to be registered.
    ConfigSenderUnregistered = "config.sender.unregistered",
    /// A cap is looser than allowed, or no cap bounds the days it has to.
    ConfigCap = "config.cap",
    /// The holdout is out of its range.
    ConfigHoldout = "config.holdout",
    /// Days after a purchase are out of their range.
    ConfigAfterPurchase = "config.after_purchase",
    /// A budget is negative, or a day's is above the month's.
    ConfigBudget = "config.budget",
    /// Attribution days are out of their range.
    ConfigAttribution = "config.attribution",
    /// Coupon days are out of their range.
    ConfigCouponDays = "config.coupon_days",
    /// A journey to be paused does not exist.
    ConfigPausedJourney = "config.paused_journey",
    /// The rules of law and carriers do not compile.
    ConfigRegion = "config.region",
    /// The program is too large to be addressed.
    ConfigProgram = "config.program",
    /// A segment, journey or text that is no object of its kind.
    ConfigJourneyShape = "config.journey.shape",
    /// A name with other than 1 to 40 of `a-z`, `0-9` and `_`.
    ConfigJourneyName = "config.journey.name",
    /// Two journeys of one name.
    ConfigJourneyDuplicate = "config.journey.duplicate",
    /// More journeys than allowed.
    ConfigJourneyTooMany = "config.journey.too_many",
    /// No node, or too many.
    ConfigJourneyNodes = "config.journey.nodes",
    /// Two nodes of one name.
    ConfigJourneyDuplicateNode = "config.journey.duplicate_node",
    /// A jump to no node.
    ConfigJourneyUnknownNode = "config.journey.unknown_node",
    /// A jump that does not go forward.
    ConfigJourneyBackwardJump = "config.journey.backward_jump",
    /// A segment that does not exist.
    ConfigJourneyUnknownSegment = "config.journey.unknown_segment",
    /// A condition that is too deep, too long, or measures nothing.
    ConfigJourneyCondition = "config.journey.condition",
    /// A delay, wait or re-entry out of its range.
    ConfigJourneyDelay = "config.journey.delay",
    /// An experiment with fewer than two arms, or without weight.
    ConfigJourneyExperiment = "config.journey.experiment",
    /// A coupon out of its range.
    ConfigJourneyCoupon = "config.journey.coupon",
    /// A node that this entry cannot feed.
    ConfigJourneyEntry = "config.journey.entry",
    /// A text that does not exist in a market's language.
    ConfigJourneyUnknownText = "config.journey.unknown_text",
    /// A text that speaks of a coupon which no node before it issues.
    ConfigJourneyCouponTag = "config.journey.coupon_tag",
    /// A segment that is no object of its kind.
    ConfigSegmentShape = "config.segment.shape",
    /// A name with other than 1 to 40 of `a-z`, `0-9` and `_`.
    ConfigSegmentName = "config.segment.name",
    /// Two segments of one name.
    ConfigSegmentDuplicate = "config.segment.duplicate",
    /// Two segments whose short names collide.
    ConfigSegmentShortName = "config.segment.short_name",
    /// More segments than allowed.
    ConfigSegmentTooMany = "config.segment.too_many",
    /// A condition that is too deep, too long, or measures nothing.
    ConfigSegmentCondition = "config.segment.condition",
    /// A segment that does not exist, or that asks about itself.
    ConfigSegmentUnknownSegment = "config.segment.unknown_segment",
    /// A text override that is no text.
    ConfigTextShape = "config.text.shape",
    /// No text has this name.
    ConfigTextUnknown = "config.text.unknown",
    /// No such language.
    ConfigTextLanguage = "config.text.language",
    /// The text cannot be read.
    ConfigTextTemplate = "config.text.template",
    /// The text lacks what it owes the reader.
    ConfigTextOwes = "config.text.owes",
    /// The text cannot be filled in.
    ConfigTextRender = "config.text.render",
    /// Warning: the text takes more than one part.
    ConfigTextParts = "config.text.parts",
    /// The text takes more parts than allowed.
    ConfigTextTooLong = "config.text.too_long",
    /// Lint: no journey uses the segment.
    LintSegmentUnused = "lint.segment_unused",
    /// Lint: the segment tells people apart by who they are, not by what they did.
    LintSegmentDemographic = "lint.segment_demographic",
    /// Lint: no market has a sender for the journey's texts.
    LintJourneyNobody = "lint.journey_nobody",
    /// Lint: the journey sends nothing.
    LintJourneySilent = "lint.journey_silent",
    /// Networks of the country do not take such a sender.
    ConfigSenderNotAllowed = "config.sender.not_allowed",
    /// The kind of sender is missing, or another than its id tells.
    ConfigSenderKind = "config.sender.kind",
    /// Warning: no source says whether networks take such a sender.
    ConfigSenderUnknown = "config.sender.unknown",
    /// The record of a registration is none.
    ConfigSenderRecord = "config.sender.record",
    /// Warning: the price is one of the table of list prices.
    ConfigMarketPriceEstimate = "config.market.price_estimate",
    /// The configuration does not sell to the country, or has no sender for it.
    RegistrationMarket = "registration.market",
    /// The addresses of the store's pages are missing, or none.
    RegistrationPages = "registration.pages",
    /// A text is missing, or does not fit the form.
    RegistrationText = "registration.text",
    /// No provider has this name.
    GatewayProvider = "gateway.provider",
    /// A setting that the provider lacks, does not know, or can't use.
    GatewaySetting = "gateway.setting",
    /// A field of an errand that can't be right.
    GatewayErrand = "gateway.errand",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_written_as_its_dotted_words_and_once() {
        for code in Code::ALL {
            assert_eq!(serde_json::to_string(code).unwrap(), format!("\"{}\"", code.as_str()));
            assert_eq!(Code::ALL.iter().filter(|other| other.as_str() == code.as_str()).count(), 1);
        }
    }
}
