//! Runs a law over many timelines on all cores, and shrinks the first that breaks it to what is needed.

use crate::timeline::generator;
use crate::timeline::rng::Rng;
use crate::timeline::script::Timeline;
use crate::timeline::shop::Shape;
use cartsignal::engine::program::Program;
use std::collections::BTreeMap;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// Stores of one run; a timeline is in one of them.
const STORES: u64 = 48;
/// A run stops after as many broken timelines.
const MOST_BROKEN: u64 = 2_000;

/// Returns the number of timelines of this run: `CARTSIGNAL_TIMELINES`, else ten million in a soak, else `usual`.
pub(crate) fn timelines(usual: u64) -> u64 {
    let number = |name: &str| std::env::var_os(name)?.to_str()?.parse::<u64>().ok();
    let soak = number("CARTSIGNAL_SOAK").filter(|on| *on > 0).map(|_| 10_000_000);
    number("CARTSIGNAL_TIMELINES").or(soak).unwrap_or(usual)
}

/// Checks every timeline in its store; returns what the checks summed up and how many laws were broken.
///
/// Of each broken law the first timeline is said: seed, sentence, and shrunk as JSON.
pub(crate) fn every_timeline<S: Send + Default>(
    word: &str,
    count: u64,
    shapes: &[Shape],
    check: impl Fn(&Timeline, &Program, &mut S) -> Result<(), String> + Sync,
) -> (Vec<S>, usize) {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicU64::new(0);
    let broken: Mutex<BTreeMap<String, (u64, u64)>> = Mutex::new(BTreeMap::new());
    let sums = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let programs: Vec<Program> = shapes.iter().map(Shape::program).collect();
                let mut sum = S::default();
                loop {
                    let first = next.fetch_add(64, Ordering::Relaxed);
                    let failed: u64 = broken.lock().unwrap().values().map(|(_, times)| times).sum();
                    if first >= count || failed > MOST_BROKEN {
                        break;
                    }
                    for seed in first..count.min(first + 64) {
                        let timeline = generator::timeline(seed, shapes);
                        let verdict = guarded(&timeline, &programs[timeline.store], &check, &mut sum);
                        if let Err(sentence) = verdict {
                            let mut broken = broken.lock().unwrap();
                            let known = broken.entry(law(&sentence)).or_insert((seed, 0));
                            *known = (known.0.min(seed), known.1 + 1);
                        }
                    }
                }
                sums.lock().unwrap().push(sum);
            });
        }
    });
    let broken = broken.into_inner().unwrap();
    for (law, (seed, times)) in &broken {
        say(&format!("{word}: broken {times} times: {law}\n"));
        report(*seed, &generator::timeline(*seed, shapes), &check);
    }
    say(&format!("{word}: {count} timelines\n"));
    (sums.into_inner().unwrap(), broken.len())
}

/// Returns the stores of a run.
pub(crate) fn shapes() -> Vec<Shape> {
    (0..STORES).map(|seed| if seed == 0 { Shape::plain() } else { Shape::random(&mut Rng::new(seed)) }).collect()
}

/// Writes past the capture of the test harness.
pub(crate) fn say(line: &str) {
    std::io::stdout().lock().write_all(line.as_bytes()).unwrap();
}

fn guarded<S>(
    timeline: &Timeline,
    program: &Program,
    check: &impl Fn(&Timeline, &Program, &mut S) -> Result<(), String>,
    sum: &mut S,
) -> Result<(), String> {
    catch_unwind(AssertUnwindSafe(|| check(timeline, program, sum)))
        .unwrap_or_else(|_| Err("the core or the check panicked".into()))
}

fn report<S: Default>(
    seed: u64,
    timeline: &Timeline,
    check: &impl Fn(&Timeline, &Program, &mut S) -> Result<(), String>,
) {
    let program = timeline.shape.program();
    let broken = |timeline: &Timeline| guarded(timeline, &program, check, &mut S::default()).err();
    let first = broken(timeline).unwrap_or_else(|| "not broken when run again".into());
    let shrunk = shrink(timeline, &first, &broken);
    let sentence = broken(&shrunk).unwrap_or_default();
    let json = serde_json::to_string(&shrunk.json()).unwrap();
    say(&format!("seed {seed}: {sentence}\n{json}\n"));
}

/// Drops inputs one by one as long as the same law stays broken.
fn shrink(timeline: &Timeline, first: &str, broken: &impl Fn(&Timeline) -> Option<String>) -> Timeline {
    let same = |timeline: &Timeline| broken(timeline).is_some_and(|sentence| law(&sentence) == law(first));
    let mut smallest = timeline.clone();
    let mut simpler = smallest.clone();
    simpler.manners = crate::timeline::script::Manners { silent: 0, refusing: 0, slow: 0, ..simpler.manners };
    if same(&simpler) {
        smallest = simpler;
    }
    loop {
        let before = smallest.items.len();
        for place in (0..smallest.items.len()).rev() {
            let mut fewer = smallest.clone();
            fewer.items.remove(place);
            if same(&fewer) {
                smallest = fewer;
            }
        }
        if smallest.items.len() == before {
            return smallest;
        }
    }
}

/// Returns the law that a sentence says was broken: what stands before the first colon.
fn law(sentence: &str) -> String {
    sentence.split(':').next().unwrap_or_default().to_owned()
}
