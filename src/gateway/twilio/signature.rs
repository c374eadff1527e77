//! What Twilio signs: the address, and behind it each field's name and value in the order of their names.
//!
//! The address may be signed with or without its port, and by old back ends with some characters escaped, so up to four
//! byte strings are tried. npm `twilio` 6.2.0 tries two more, which write the query anew: left out, since they accept
//! an address of which bits were changed. A JSON body is not signed itself; its SHA-256 stands in the signed address.
//!
//! The trap: nothing separates names from values in what is signed. Who holds one signed request could shift letters
//! between neighbours; who reads the fields must not let a name count that is there twice.
//!
//! # Source
//! twilio.com/docs/usage/webhooks/webhooks-security, read 2026-11-21; npm `twilio` 6.2.0, `validateRequest`.

use crate::gateway::answer;
use crate::gateway::claim::Claim;
use crate::gateway::encode::percent;
use crate::gateway::encode::url::Address;
use crate::gateway::exchange::{Key, KeyEncoding, SealEncoding};
use crate::gateway::hook::{Hook, HookRefusal, Proof, ProofAlgorithm};
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::cmp::Ordering;

const HEADER: &str = "x-twilio-signature";
const HASH_FIELD: &str = "bodySHA256";

const PROOF: Proof = Proof {
    algorithm: ProofAlgorithm::HmacSha1,
    key: Some(Key { setting: "auth_token", encoding: KeyEncoding::Utf8, skip: 0 }),
};

/// Returns what proves a hook.
pub(super) fn claim(hook: &Hook, body: &[u8]) -> Result<Claim, HookRefusal> {
    let signature = answer::signature(hook, HEADER)?;
    // A GET has the number and the text in its address, which every server on the way writes down.
    if hook.method != "POST" {
        return Err(HookRefusal::Unsupported);
    }
    let (fields, hash) = if is_json(hook) {
        (Vec::new(), Some((body_hash(&hook.url).ok_or(HookRefusal::Unsigned)?, body.to_vec())))
    } else {
        (percent::fields(body).ok_or(HookRefusal::Malformed)?, None)
    };
    let tail = joined(&fields);
    let mut signed: Vec<(Proof, Vec<u8>)> = Vec::new();
    for address in addresses(&hook.url) {
        let bytes = [address.as_bytes(), tail.as_bytes()].concat();
        if !signed.iter().any(|(_, known)| *known == bytes) {
            signed.push((PROOF, bytes));
        }
    }
    Ok(Claim { signed, signatures: vec![signature.to_owned()], encoding: SealEncoding::Base64, body: hash })
}

/// Returns whether a hook says that its body is JSON.
pub(super) fn is_json(hook: &Hook) -> bool {
    let kind = answer::header(&hook.headers, "content-type").unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

fn body_hash(url: &str) -> Option<String> {
    let query = Address::split(url)?.query()?;
    let fields = percent::fields(query.as_bytes())?;
    fields.into_iter().find(|(name, _)| name == HASH_FIELD).map(|(_, hash)| hash)
}

/// Names in the order of JavaScript's `sort`; the values of a name that is there more than once likewise, each once.
fn joined(fields: &[(String, String)]) -> String {
    let mut sorted: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    sorted.sort_by(|(name, value), (other, rival)| by_units(name, other).then_with(|| by_units(value, rival)));
    sorted.dedup();
    sorted.into_iter().flat_map(|(name, value)| [name, value]).collect()
}

fn by_units(a: &str, b: &str) -> Ordering {
    a.encode_utf16().cmp(b.encode_utf16())
}

/// The address without a port, with one, and both with the characters escaped that the URL Standard escapes.
fn addresses(url: &str) -> Vec<String> {
    let Some(address) = Address::split(url) else { return vec![url.to_owned()] };
    let usual = if address.is_secure() { ":443" } else { ":80" };
    let port = if address.port.is_empty() { usual } else { address.port };
    let escaped = escape(address.rest);
    let mut found = Vec::new();
    for rest in [address.rest, &escaped] {
        for port in ["", port] {
            found.push([address.scheme, address.user, address.host, port, rest].concat());
        }
    }
    found
}

/// Escapes path and query as the URL Standard does, 4.1 and 1.3; what is escaped already stays.
fn escape(rest: &str) -> String {
    let end = rest.find('?').unwrap_or(rest.len());
    let (path, query) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let mut escaped = percent::escape(path, is_escaped_in_path);
    escaped.push_str(&percent::escape(query, is_escaped_in_query));
    escaped
}

const fn is_escaped_in_path(byte: u8) -> bool {
    is_escaped(byte) || matches!(byte, b'`' | b'{' | b'}' | b'^')
}

const fn is_escaped_in_query(byte: u8) -> bool {
    is_escaped(byte) || byte == b'\''
}

const fn is_escaped(byte: u8) -> bool {
    byte.is_ascii_control() || matches!(byte, b' ' | b'"' | b'<' | b'>')
}

#[cfg(test)]
mod tests {
    use super::{addresses, joined};

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn fields_stand_in_the_order_of_their_names_and_repeated_values_once() {
        assert_eq!(joined(&fields(&[("b", "2"), ("a", "1"), ("B", "0")])), "B0a1b2");
        assert_eq!(joined(&fields(&[("a", "y"), ("a", "x"), ("a", "y")])), "axay");
        assert_eq!(joined(&fields(&[("a", ""), ("", "x")])), "xa");
    }

    #[test]
    fn names_are_ordered_by_utf_16_as_javascript_does() {
        // U+FF5E is after U+1F600 in UTF-16, before it in code points.
        assert_eq!(joined(&fields(&[("\u{ff5e}", "1"), ("\u{1f600}", "2")])), "\u{1f600}2\u{ff5e}1");
    }

    #[test]
    fn the_port_may_be_signed_or_not() {
        assert_eq!(addresses("https://a.example/x")[..2], ["https://a.example/x", "https://a.example:443/x"]);
        assert_eq!(addresses("http://a.example:8080/x")[..2], ["http://a.example/x", "http://a.example:8080/x"]);
        assert_eq!(addresses("https://a.example/it's?q=it's")[2], "https://a.example/it's?q=it%27s");
        assert_eq!(addresses("no address"), ["no address"]);
    }
}
