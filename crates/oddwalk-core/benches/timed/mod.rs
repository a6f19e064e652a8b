//! How everything is timed: shortly, and by events per second.

use std::hint::black_box;
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput};

/// A group of benchmarks, each of which takes so many events.
pub(crate) fn group<'a>(
    criterion: &'a mut Criterion,
    name: &str,
    events: u32,
) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group
        .throughput(Throughput::Elements(events.into()))
        .sample_size(10)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1));
    group
}

/// Times a step, and the dropping of its result.
pub(crate) fn run<T>(group: &mut BenchmarkGroup<WallTime>, name: &str, mut step: impl FnMut() -> T) {
    group.bench_function(name, |bencher| bencher.iter(|| black_box(step())));
}
