using Quanta.Reporting.Parity;

namespace Quanta.Reporting.Tests.Parity;

public sealed class PublishedParityTests
{
    [Fact]
    public void A_folder_with_some_tables_gives_those()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("parity-widths.csv"), "parameters,loss\n5429,0.6\n");
        var published = PublishedParity.Read(folder.Path);
        Assert.Equal([0.6], published.Widths!["loss"]);
        Assert.Null(published.Data);
    }

    [Fact]
    public void A_folder_with_none_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("parity-parameters.csv", Assert.Throws<InvalidDataException>(() => PublishedParity.Read(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => PublishedParity.Read(folder.File("absent")));
    }
}
