//! Addresses, split without changing a character: what a provider signs is what it was told.

/// An address in its pieces; joined again they are the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::gateway) struct Address<'a> {
    /// With `://`.
    pub(in crate::gateway) scheme: &'a str,
    /// With `@`, or empty.
    pub(in crate::gateway) user: &'a str,
    /// The host, in brackets where it has colons.
    pub(in crate::gateway) host: &'a str,
    /// With `:`, or empty.
    pub(in crate::gateway) port: &'a str,
    /// Path, query and fragment.
    pub(in crate::gateway) rest: &'a str,
}

impl<'a> Address<'a> {
    /// Returns the pieces of an absolute address, or nothing.
    pub(in crate::gateway) fn split(address: &'a str) -> Option<Self> {
        let (name, after) = address.split_once("://")?;
        let scheme = address.get(..name.len() + 3)?;
        let starts_right = name.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic());
        let right = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'.' | b'-'));
        if !starts_right || !right {
            return None;
        }
        let end = after.find(['/', '?', '#']).unwrap_or(after.len());
        let (authority, rest) = after.split_at_checked(end)?;
        let (user, server) = authority.split_at_checked(authority.rfind('@').map_or(0, |at| at + 1))?;
        // A colon begins the port only behind the bracket of an IPv6 address.
        let bracket = server.rfind(']').map_or(0, |at| at + 1);
        let port = server.get(bracket..)?.find(':').map_or(server.len(), |at| bracket + at);
        let (host, port) = server.split_at_checked(port)?;
        Some(Self { scheme, user, host, port, rest })
    }

    /// Returns the query without its `?`, or nothing where there is none.
    pub(in crate::gateway) fn query(&self) -> Option<&'a str> {
        let before_fragment = self.rest.split('#').next()?;
        before_fragment.split_once('?').map(|(_, query)| query)
    }

    /// Returns whether the scheme is `https://`.
    pub(in crate::gateway) const fn is_secure(&self) -> bool {
        self.scheme.eq_ignore_ascii_case("https://")
    }

    /// Returns whether the host is this machine: `localhost`, 127.0.0.0/8 or ::1.
    pub(in crate::gateway) fn is_loopback(&self) -> bool {
        self.host.eq_ignore_ascii_case("localhost") || self.host == "[::1]" || is_loopback_number(self.host)
    }

    /// Returns whether texts may go there: https, or http to this machine, without user, and with visible ASCII only.
    pub(in crate::gateway) fn is_safe(&self) -> bool {
        let pieces = [self.host, self.port, self.rest];
        let visible =
            pieces.iter().all(|piece| piece.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'\\')));
        let port = self.port.strip_prefix(':').is_none_or(|digits| digits.parse::<u16>().is_ok());
        let open = self.scheme.eq_ignore_ascii_case("http://") && self.is_loopback();
        visible && port && !self.host.is_empty() && self.user.is_empty() && (self.is_secure() || open)
    }
}

fn is_loopback_number(host: &str) -> bool {
    let mut numbers = host.split('.').map(|number| number.parse::<u8>().ok());
    let first = numbers.next().flatten();
    let rest: [Option<Option<u8>>; 4] = core::array::from_fn(|_| numbers.next());
    first == Some(127) && matches!(rest, [Some(Some(_)), Some(Some(_)), Some(Some(_)), None])
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn an_address_is_split_and_nothing_is_lost() {
        for text in [
            "https://user:pass@example.com:8443/a/b?x=1#y",
            "http://[::1]:80?q",
            "HTTPS://example.com",
            "https://a@b@example.com/@:1",
        ] {
            let address = Address::split(text).unwrap();
            let joined = [address.scheme, address.user, address.host, address.port, address.rest].concat();
            assert_eq!(joined, text);
        }
        let address = Address::split("https://user:pass@example.com:8443/a/b?x=1#y").unwrap();
        assert_eq!((address.host, address.port), ("example.com", ":8443"));
        assert_eq!(address.query(), Some("x=1"));
        assert_eq!(Address::split("http://[::1]:80?q").map(|address| address.host), Some("[::1]"));
    }

    #[test]
    fn what_is_relative_is_no_address() {
        for text in ["", "/a", "example.com", "://x", "1http://x", "ht tp://x"] {
            assert_eq!(Address::split(text), None, "{text}");
        }
    }

    #[test]
    fn plain_http_is_safe_to_this_machine_only() {
        let is_safe = |text: &str| Address::split(text).is_some_and(|address| address.is_safe());
        for text in ["https://api.twilio.com", "http://127.0.0.1:8080/x", "http://localhost", "http://[::1]:1"] {
            assert!(is_safe(text), "{text}");
        }
        for text in [
            "http://api.twilio.com",
            "http://127.0.0.1.example.com",
            "http://localhost@example.com",
            "http://localhost\\@example.com",
            "https://user:pass@example.com",
            "https://example.com:99999",
            "https://example.com/a b",
            "https://example.com/\r\nx:y",
            "https://",
            "ftp://localhost",
            "http://127.1",
        ] {
            assert!(!is_safe(text), "{text}");
        }
    }
}
