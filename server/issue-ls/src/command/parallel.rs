//! Work on many things on all cores, whose results come in the order of the things.

use std::num::NonZero;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// How many things are handed over at once: enough that the handing over costs nothing beside the work.
const BATCH: usize = 32;

/// Does `work` on each thing that `feed` hands over, while it goes on handing over. What waits for a free core is bounded,
/// so that only the results take memory.
pub fn map_in_order<Thing: Send, Done: Send>(
    feed: impl FnOnce(&mut dyn FnMut(Thing)),
    work: impl Fn(Thing) -> Done + Sync,
) -> Vec<Done> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let (sender, receiver) = sync_channel::<(usize, Vec<Thing>)>(2 * cores);
    let receiver = Arc::new(Mutex::new(receiver));
    let done = Mutex::new(Vec::new());
    thread::scope(|scope| {
        let (work, done) = (&work, &done);
        for _ in 0..cores {
            let receiver = Arc::clone(&receiver);
            scope.spawn(move || {
                while let Some((place, things)) = next(&receiver) {
                    let results: Vec<Done> = things.into_iter().map(work).collect();
                    let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
                    done.push((place, results));
                }
            });
        }
        // Only the workers keep it, so that sending ends when all of them have panicked; the scope passes that on.
        drop(receiver);
        let mut place = 0;
        let mut batch = Vec::with_capacity(BATCH);
        let mut send = |batch: &mut Vec<Thing>| {
            let things = std::mem::replace(batch, Vec::with_capacity(BATCH));
            let _ = sender.send((place, things));
            place += 1;
        };
        feed(&mut |thing| {
            batch.push(thing);
            if batch.len() == BATCH {
                send(&mut batch);
            }
        });
        send(&mut batch);
        drop(sender);
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_unstable_by_key(|(place, _)| *place);
    done.into_iter().flat_map(|(_, results)| results).collect()
}

fn next<T>(receiver: &Mutex<Receiver<T>>) -> Option<T> {
    let receiver = receiver.lock().unwrap_or_else(PoisonError::into_inner);
    receiver.recv().ok()
}

#[cfg(test)]
mod tests {
    use super::map_in_order;

    #[test]
    fn the_results_come_in_the_order_of_the_things() {
        for count in [0_u64, 1, 32, 33, 5_000] {
            let feed = |take: &mut dyn FnMut(u64)| (0..count).for_each(take);
            // The first of each batch takes longest, so that batches overtake each other.
            let work = |number: u64| {
                let steps = if number.is_multiple_of(64) {
                    100_000
                } else {
                    1
                };
                std::hint::black_box((0..steps).sum::<u64>());
                number * 2
            };
            let expected: Vec<u64> = (0..count).map(|number| number * 2).collect();
            assert_eq!(map_in_order(feed, work), expected);
        }
    }

    #[test]
    #[should_panic = "a scoped thread panicked"]
    fn panics_come_through_and_end_the_feeding() {
        map_in_order(
            |take| (0..100_000).for_each(take),
            |number: i32| assert!(number < 40, "no use"),
        );
    }
}
