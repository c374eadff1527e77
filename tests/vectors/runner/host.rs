//! One host: a session of the core, reached through frames as every other host reaches it; and the shelf of programs.

use super::json;
use cartsignal::contract::frame;
use cartsignal::contract::session::{Op, Session};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What vectors share: configurations by name, contacts by name.
pub(crate) struct Library {
    folder: PathBuf,
    configurations: BTreeMap<String, Value>,
    pub(crate) contacts: Value,
}

impl Library {
    pub(crate) fn open(folder: &Path) -> Self {
        let contacts = read(&folder.join("contacts.json")).unwrap_or_default();
        Self { folder: folder.into(), configurations: BTreeMap::new(), contacts }
    }

    /// Returns a configuration with a patch applied, its keys sorted.
    pub(crate) fn configuration(&mut self, name: &str, patch: Option<&Value>) -> Result<String, String> {
        if !self.configurations.contains_key(name) {
            let found = read(&self.folder.join("programs").join(format!("{name}.json")))?;
            self.configurations.insert(name.into(), found);
        }
        let mut configuration = self.configurations.get(name).cloned().unwrap_or_default();
        if let Some(patch) = patch {
            json::merge(&mut configuration, patch);
        }
        Ok(configuration.to_string())
    }
}

fn read(path: &Path) -> Result<Value, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

/// One instance of the core.
#[derive(Default)]
pub(crate) struct Host(Session);

impl Host {
    /// Makes a call and returns the answer's parts.
    pub(crate) fn call(&mut self, op: u32, parts: &[Vec<u8>]) -> Result<Vec<Vec<u8>>, String> {
        let mut framed = Vec::new();
        frame::encode(parts, &mut framed);
        self.frame(op, &framed)
    }

    /// Makes a call whose frame is given as it is, the way `abi` and `js` do.
    pub(crate) fn frame(&mut self, op: u32, framed: &[u8]) -> Result<Vec<Vec<u8>>, String> {
        let answer = match (Op::of(op), frame::decode(framed)) {
            (Some(op), Ok(parts)) => self.0.call(op, &parts),
            (None, _) => {
                use cartsignal::contract::error::{Code, ContractError};
                let message = format!("there is no call `{op}`");
                self.0.refuse(ContractError::new(Code::RequestUnknownCall, "", message))
            }
            (Some(_), Err(error)) => self.0.refuse(error),
        };
        let mut out = Vec::new();
        frame::answer(answer, &mut out);
        let parts = frame::decode(out.get(4..).unwrap_or_default()).map_err(|error| error.to_string())?;
        Ok(parts.into_iter().map(<[u8]>::to_vec).collect())
    }
}

/// Returns the number of an operation.
pub(crate) fn number(name: &str) -> Result<u32, String> {
    let known = Op::ALL.iter().find(|op| op.name() == name).map(|op| op.number());
    known.or_else(|| name.parse().ok()).ok_or_else(|| format!("there is no operation `{name}`"))
}
