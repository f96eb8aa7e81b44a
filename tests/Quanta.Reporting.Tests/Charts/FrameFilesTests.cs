using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Tests.Charts;

public sealed class FrameFilesTests
{
    [Fact]
    public void Columns_of_numbers_are_numeric_and_others_text()
    {
        var frame = Read("paper,loss\n\"Smith, Jones\",0.5\nDoe,1e-3\n");
        Assert.Equal(["Smith, Jones", "Doe"], frame.Text("paper"));
        Assert.Equal([0.5, 0.001], frame["loss"]);
    }

    [Fact]
    public void A_header_alone_is_an_empty_frame() => Assert.Equal(0, Read("a,b\n").Count);

    [Theory]
    [InlineData("")]
    [InlineData("a,b\n1,2\n3\n")]
    [InlineData("a,b\n1,2,3\n")]
    [InlineData("a,b\n\"1,2\n")]
    public void A_damaged_table_is_refused_with_its_name(string text) =>
        Assert.Contains("table.csv", Assert.Throws<InvalidDataException>(() => Read(text)).Message, StringComparison.Ordinal);

    private static Frame Read(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("table.csv"), text);
        return FrameFiles.ReadCsv(folder.File("table.csv"));
    }
}
