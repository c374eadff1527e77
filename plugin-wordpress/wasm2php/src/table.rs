//! Owns indirect calls: one function per type, a switch over the places of the table, or over what they hold.

use crate::classes::first_table;
use crate::lower::CALLEE;
use crate::module::Module;
use crate::needs::{Needs, callable};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Returns the class `Table`: `t7($cells…, $arguments…, $i)` calls what place `$i` of the table holds, if it is of type 7.
pub(crate) fn dispatches(module: &Module<'_>, needs: &Needs) -> String {
    let table = first_table(module).unwrap_or_else(|half| half);
    let mut php = String::from("final class Table\n{\n@\n");
    for (ty, signature) in (0_u32..).zip(&module.types) {
        let cells: Vec<String> = needs.dispatch(ty).iter().map(|cell| format!("&${}", cell.name())).collect();
        let arguments: Vec<String> = (0..signature.params.len()).map(|param| format!("$l{param}")).collect();
        let parameters = [cells, arguments.clone(), vec!["$i".into()]].concat();
        _ = write!(php, "    public static function t{ty}({})\n    {{\n", parameters.join(", "));
        if needs.table_changes {
            php.push_str("        $i = $i < \\count($table) ? $table[$i] : -2;\n");
        }
        php.push_str("        switch ($i) {\n");
        for (function, places) in targets(module, needs, &table, ty) {
            let cells = needs.function(function).iter().map(|cell| format!("${}", cell.name()));
            let passed: Vec<String> = cells.chain(arguments.iter().cloned()).collect();
            let call = format!("{CALLEE}{function}{CALLEE}({})", passed.join(", "));
            for place in places {
                _ = writeln!(php, "            case {place}:");
            }
            _ = writeln!(php, "                return {call};");
        }
        php.push_str("        }\n");
        let failure = if needs.table_changes {
            "Trap::indirectTo($i)".to_owned()
        } else {
            let empty: Vec<String> = table
                .iter()
                .enumerate()
                .filter(|(_, entry)| entry.is_none())
                .map(|(place, _)| place.to_string())
                .collect();
            format!("Trap::indirect($i, {}, [{}])", table.len(), empty.join(", "))
        };
        _ = write!(php, "        throw {failure};\n    }}\n");
    }
    php.push_str("}\n");
    php
}

/// Returns the functions of a type that can be called, each with its cases: places of the table, or itself.
fn targets(module: &Module<'_>, needs: &Needs, table: &[Option<u32>], ty: u32) -> BTreeMap<u32, Vec<usize>> {
    let fits = |function: &u32| *module.signature(*function) == module.types[ty as usize];
    let mut targets: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    if needs.table_changes {
        return callable(module).into_iter().filter(fits).map(|function| (function, vec![function as usize])).collect();
    }
    for (place, function) in table.iter().enumerate() {
        if let Some(function) = function.filter(fits) {
            targets.entry(function).or_default().push(place);
        }
    }
    targets
}
