using Quanta.Discovery.Losses;

namespace Quanta.Discovery.Tests.Losses;

public sealed class ModelFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_with_a_config_is_a_model_of_its_name()
    {
        var path = Make("pythia-70m");
        Assert.Equal([new ModelFolder(path, "pythia-70m")], ModelFolder.Find(path));
    }

    [Theory]
    [InlineData("step1500", "nx@step1500")]
    [InlineData("checkpoint-20", "nx@checkpoint-20")]
    [InlineData("stepwise", "stepwise")]
    public void A_checkpoint_is_named_after_its_model(string checkpoint, string name) =>
        Assert.Equal(name, ModelFolder.Find(Make("nx", checkpoint) + Path.DirectorySeparatorChar).Single().Name);

    [Fact]
    public void A_checkpoint_in_the_folder_checkpoints_is_named_after_the_model_that_holds_it()
    {
        Make("nx", "checkpoints", "step4");
        Assert.Equal("nx@step4", ModelFolder.Find(_folder.File("nx/checkpoints")).Single().Name);
    }

    [Fact]
    public void A_folder_of_checkpoints_means_all_of_them_by_step()
    {
        foreach (var step in new[] { "step1000", "step16", "step0" }) Make("nx", step);
        Directory.CreateDirectory(_folder.File("nx/logs"));
        Assert.Equal(["nx@step0", "nx@step16", "nx@step1000"], ModelFolder.Find(_folder.File("nx")).Select(m => m.Name));
    }

    [Fact]
    public void A_folder_without_models_and_a_missing_one_are_refused()
    {
        Assert.Contains("config.json", Assert.Throws<InvalidDataException>(() => ModelFolder.Find(_folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Throws<InvalidDataException>(() => ModelFolder.Find(_folder.File("nowhere"))).Message, StringComparison.Ordinal);
    }

    private string Make(params string[] parts)
    {
        var path = Path.Combine([_folder.Path, .. parts]);
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "config.json"), "{}");
        return path;
    }
}
