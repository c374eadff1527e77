//! Runs every vector on the native core and prints `N vectors, sha256 <hex>`; the format is in tests/vectors/README.md.

#![cfg(not(target_family = "wasm"))]

#[cfg(test)]
#[path = "vectors/runner"]
mod runner {
    pub(crate) mod expect;
    pub(crate) mod host;
    pub(crate) mod json;
    pub(crate) mod request;
    pub(crate) mod timeline;
}

#[cfg(test)]
mod tests {
    use crate::runner::host::Library;
    use crate::runner::timeline;
    use sha2::{Digest, Sha256};
    use std::fs;
    use std::path::Path;

    #[test]
    fn every_vector_holds() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
        let mut library = Library::open(&folder);
        let mut hash = Sha256::new();
        let mut failures = Vec::new();
        let paths = vectors(&folder);
        for path in &paths {
            let text = fs::read_to_string(folder.join(path)).unwrap();
            hash.update(format!("{path}\n"));
            let told = timeline::run(&text, &mut library, &mut |part| {
                hash.update(u32::try_from(part.len()).unwrap().to_le_bytes());
                hash.update(part);
            });
            failures.extend(told.err().map(|why| format!("FAIL {path}: {why}")));
        }
        failures.iter().for_each(|failure| println!("{failure}"));
        println!("\n{} vectors, sha256 {:x}", paths.len(), hash.finalize());
        assert!(failures.is_empty(), "{} of {} vectors fail", failures.len(), paths.len());
    }

    /// Returns the vectors' paths, sorted by their bytes: every area's files, but neither programs nor the runner.
    fn vectors(folder: &Path) -> Vec<String> {
        let mut paths = Vec::new();
        for area in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()) {
            let name = area.file_name().into_string().unwrap();
            if !area.file_type().unwrap().is_dir() || name == "programs" || name == "runner" {
                continue;
            }
            let files = fs::read_dir(area.path()).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
            paths.extend(files.filter(|file| file.ends_with(".json")).map(|file| format!("{name}/{file}")));
        }
        paths.sort();
        paths
    }
}
