//! What compiling found wrong so far: errors refuse the program, warnings do not.

use crate::contract::config::piece::{Broken, Piece};
use crate::contract::error::{Code, ContractError};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Gathers errors, warnings and what was left out.
#[derive(Default)]
pub(super) struct Report {
    pub(super) errors: Vec<ContractError>,
    pub(super) warnings: Vec<ContractError>,
    pub(super) disabled: Vec<String>,
}

impl Report {
    /// Notes what refuses the whole program.
    pub(super) fn refuse(&mut self, code: Code, pointer: impl Into<String>, message: impl Into<String>) {
        self.errors.push(ContractError::new(code, pointer, message));
    }

    /// Notes what the owner should know.
    pub(super) fn warn(&mut self, code: Code, pointer: impl Into<String>, message: impl Into<String>) {
        self.warnings.push(ContractError::new(code, pointer, message));
    }

    /// Notes that something is left out, and why.
    pub(super) fn disable(&mut self, name: &str, why: impl IntoIterator<Item = ContractError>) {
        self.warnings.extend(why);
        if !self.disabled.iter().any(|known| known == name) {
            self.disabled.push(name.to_string());
        }
    }

    /// Returns a restrictive part, or refuses the program for it.
    pub(super) fn read<'a, T>(&mut self, piece: &'a Piece<T>, pointer: &str) -> Option<&'a T> {
        match &piece.0 {
            Ok(part) => Some(part),
            Err(Broken { error, .. }) => {
                self.errors.push(behind(pointer, error));
                None
            }
        }
    }

    /// Returns a restrictive part, its default where it is not given; refuses the program where it can't be read.
    pub(super) fn read_or<T: Clone>(&mut self, piece: Option<&Piece<T>>, pointer: &str, default: T) -> T {
        piece.and_then(|piece| self.read(piece, pointer).cloned()).unwrap_or(default)
    }
}

/// Returns the error with its pointer behind `prefix`.
pub(super) fn behind(prefix: &str, error: &ContractError) -> ContractError {
    ContractError { pointer: format!("{prefix}{}", error.pointer), ..error.clone() }
}
