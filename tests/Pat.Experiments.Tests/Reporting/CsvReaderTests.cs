using Pat.Experiments.Reporting;

namespace Pat.Experiments.Tests.Reporting;

public sealed class CsvReaderTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", "a|b/1|2")]
    [InlineData("a,b\r\n1,\r\n", "a|b/1|")]
    [InlineData("a,b\n\"x,\"\"y\"\"\",2", "a|b/x,\"y\"|2")]
    [InlineData("\"two\nlines\",b\n1,2", "two\nlines|b/1|2")]
    [InlineData("a\n\n1\n", "a/1")]
    [InlineData("", "")]
    public void Records_are_read_as_rfc_4180_has_them(string text, string records) =>
        Assert.Equal(records, string.Join('/', CsvReader.Read(text).Records.Select(record => string.Join('|', record.Fields))));

    [Fact]
    public void Each_record_knows_its_line()
    {
        var (records, open) = CsvReader.Read("a\n\"b\nc\"\nd\n");
        Assert.Equal([1, 2, 4], records.Select(record => record.Line));
        Assert.Null(open);
    }

    [Fact]
    public void A_quote_that_stays_open_is_told() => Assert.Equal(2, CsvReader.Read("a\n\"b\nc").OpenQuote);
}
