namespace Pat.Experiments.Audio;

/// <summary>A stream whose first bytes were read already: gives them again, then the rest. Reads and skips, nothing else.</summary>
internal sealed class PrefixedStream(byte[] start, Stream rest) : Stream
{
    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => position; set => throw new NotSupportedException(); }

    /// <summary>How many bytes there are still; null where that is not known.</summary>
    public long? Left => rest.CanSeek ? Math.Max(0, start.Length - position) + rest.Length - rest.Position : null;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = position < start.Length
            ? Copy(start.AsSpan((int)position), buffer)
            : rest.Read(buffer);
        position += read;
        return read;
    }

    /// <summary>Goes forward; tells how far it got.</summary>
    public long Skip(long count)
    {
        var buffer = new byte[(int)Math.Min(count, 4096)];
        var skipped = 0L;
        while (skipped < count)
        {
            if (position >= start.Length && rest.CanSeek)
            {
                var far = Math.Min(count - skipped, Math.Max(0, rest.Length - rest.Position));
                rest.Position += far;
                position += far;
                return skipped + far;
            }
            var read = Read(buffer.AsSpan(0, (int)Math.Min(buffer.Length, count - skipped)));
            if (read == 0)
                break;
            skipped += read;
        }
        return skipped;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static int Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        var count = Math.Min(from.Length, to.Length);
        from[..count].CopyTo(to);
        return count;
    }
}
