using Pat.Core.Tensors;

namespace Pat.Core.Tests.Tensors;

public sealed class WorkersTests
{
    [Theory, InlineData(1), InlineData(2), InlineData(4)]
    public void The_first_chunk_that_fails_is_reported_for_any_number_of_threads(int threads)
    {
        var before = Workers.Threads;
        try
        {
            Workers.Threads = threads;
            var error = Assert.Throws<InvalidOperationException>(() => Workers.ForEachChunk(100, 3, (start, _) =>
            {
                if (start >= 30)
                    throw new InvalidOperationException($"chunk from {start}");
            }));
            Assert.Equal("chunk from 30", error.Message);
        }
        finally
        {
            Workers.Threads = before;
        }
    }

    [Fact]
    public void Work_goes_on_after_a_failure()
    {
        Assert.Throws<InvalidOperationException>(() => Workers.ForEachChunk(10, 1, (_, _) => throw new InvalidOperationException()));
        var done = new int[10];
        Workers.ForEachChunk(10, 1, (start, _) => done[start]++);
        Assert.All(done, times => Assert.Equal(1, times));
    }
}
