using Quanta.ToyModels.Parity.Storage;
using Quanta.ToyModels.Parity.Tasks;
using Quanta.ToyModels.Parity.Training;

namespace Quanta.ToyModels.Tests.Parity.Storage;

public class ParityOptionsFileTests
{
    [Fact]
    public void What_a_file_does_not_say_keeps_its_default()
    {
        Assert.Equal(new ParityOptions { Width = 7 }, Read("{ \"width\": 7 }"));
        Assert.Equal(new ParityOptions { Examples = 5, Counts = CountSampling.Exact }, Read("{ \"examples\": 5, \"counts\": \"Exact\" }"));
        Assert.Equal(new ParityOptions { Composite = new CompositeOptions(3) { Seed = 2 } }, Read("{ \"composite\": { \"count\": 3, \"seed\": 2 } }"));
    }

    [Fact]
    public void The_number_of_composites_has_no_default() => Assert.Throws<ArgumentException>(() => Read("{ \"composite\": {} }").Check());

    [Theory]
    [InlineData("{ \"width\": \"wide\" }")]
    [InlineData("{ \"composite\": { \"share\": 0.5, \"pairs\": 3 } }")]
    [InlineData("[]")]
    [InlineData("null")]
    public void Other_files_are_refused(string text) => Assert.Throws<InvalidDataException>(() => Read(text));

    private static ParityOptions Read(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("options.json"), text);
        return ParityJson.ReadOptions(folder.File("options.json"));
    }
}
