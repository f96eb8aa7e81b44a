using Quanta.LanguageModels.Hub;
using Quanta.LanguageModels.Hub.Datasets;

namespace Quanta.LanguageModels.Tests.Hub;

public sealed class DatasetFilesTests : IDisposable
{
    private const string Name = "someone/stories";

    private const string Card = """
        ---
        license: mit
        configs:
        - config_name: en
          default: true
          data_files:
          - split: train
            path: en/train-*.parquet
          - split: test
            path: [en/held/**/*.parquet, "en/extra-[01].parquet"]
        - config_name: de
          data_files: de/*.parquet
        - config_name: text
          data_files: text/*.jsonl
        ---
        # Stories
        """;

    private readonly HubScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void The_card_says_which_files_are_which_split()
    {
        string[] paths =
        [
            "en/train-1.parquet", "en/train-0.parquet", "en/held/a/b.parquet", "en/held/c.parquet", "en/extra-1.parquet", "en/extra-2.parquet", "de/x.parquet",
            "text/a.jsonl", "de/deep/y.parquet",
        ];
        var splits = DatasetFiles.AtSource(paths, Card);
        const string Test = "en/test: en/extra-1.parquet en/held/a/b.parquet en/held/c.parquet";
        Assert.Equal(["en/train: en/train-0.parquet en/train-1.parquet", Test, "de/train: de/x.parquet"], splits.Select(Text));
        Assert.Equal("en", DatasetSplit.Choose(splits, config: null, split: null, Name).Config);
        Assert.Equal("en", DatasetSplit.Choose(splits, "en", "test", Name).Config);
    }

    [Theory]
    [InlineData("data_files: [a.parquet, b.parquet]", "default/train: a.parquet b.parquet")]
    [InlineData("data_files: {train: a.parquet, test: [b.parquet]}", "default/train: a.parquet", "default/test: b.parquet")]
    [InlineData("data_dir: sub", "default/train: sub/c.parquet")]
    public void The_card_may_say_so_in_several_forms(string files, params string[] splits) =>
        Assert.Equal(splits, DatasetFiles.AtSource(["a.parquet", "b.parquet", "sub/c.parquet"], $"---\nconfigs:\n- config_name: default\n  {files}\n---\n").Select(Text));

    [Theory]
    [InlineData("train", "data/train-00000-of-00002.parquet", "data/train-00001-of-00002-4746b8785c874cc7.parquet")]
    [InlineData("odd_split", "data/odd_split-00000-of-00001.parquet")]
    [InlineData("validation", "x/dev/000.parquet", "x/valid_1.parquet", "VAL.parquet")]
    [InlineData("test", "test/0.parquet", "eval2.parquet", "evaluation/a.parquet")]
    [InlineData("train", "latest.parquet", "trained.parquet", "devoted/x.parquet")]
    public void Without_a_card_names_say_it(string split, params string[] paths) =>
        Assert.Equal([split], DatasetFiles.AtSource(paths, card: null).Select(each => each.Name).Distinct());

    [Fact]
    public void The_converted_copy_has_a_folder_for_each()
    {
        var splits = DatasetFiles.Converted(["en/train/0001.parquet", "en/train/0000.parquet", "en/partial-test/0000.parquet", "README.md"]);
        Assert.Equal(["en/train: en/train/0000.parquet en/train/0001.parquet", "en/test: en/partial-test/0000.parquet"], splits.Select(Text));
        Assert.Equal([false, true], splits.Select(split => split.IsPartial));
    }

    [Theory]
    [InlineData(null, null, "name one with --config: en, de")]
    [InlineData("fr", null, "no configuration fr; there are en, de")]
    [InlineData("de", null, "no split train in its configuration de: name one with --split: a, b")]
    [InlineData("en", "test", "no split test in its configuration en: name one with --split: only")]
    public void A_choice_that_cannot_be_made_is_asked_for(string? config, string? split, string sentence)
    {
        DatasetSplit[] splits = [new("en", "only", ["0"]), new("de", "a", ["1"]), new("de", "b", ["2"])];
        Assert.Contains(sentence, Assert.Throws<InvalidDataException>(() => DatasetSplit.Choose(splits, config, split, Name)).Message, StringComparison.Ordinal);
        Assert.Equal("only", DatasetSplit.Choose(splits, "en", split: null, Name).Name);
    }

    [Fact]
    public void Damaged_yaml_is_told_of_and_none_is_no_fault()
    {
        Assert.Contains("README.md", Assert.Throws<InvalidDataException>(() => DatasetFiles.AtSource([], "---\na: [\n---\n")).Message, StringComparison.Ordinal);
        Assert.Equal(["default/train: a.parquet"], DatasetFiles.AtSource(["a.parquet"], "# No YAML\n---\nx: y\n---\n").Select(Text));
    }

    [Fact]
    public async Task A_split_is_fetched_with_the_card_and_found_again_offline()
    {
        _scene.Hub.Add($"datasets/{Name}").Set("README.md", Card)
            .Set("en/train-0.parquet", HubScene.Content(100)).Set("en/train-1.parquet", HubScene.Content(200)).Set("en/held/a.parquet", HubScene.Content(50));
        var (plan, split) = await FetchAsync(split: null, files: 1);
        Assert.Equal("train", split.Name);
        Assert.Equal(["README.md", "en/train-0.parquet"], plan.Files.Select(file => file.File.Path));
        Assert.Equal(HubScene.Content(100), File.ReadAllBytes(Path.Combine(plan.Snapshot, "en", "train-0.parquet")));
        Assert.True(Directory.Exists(Path.Combine(_scene.Cache, "datasets--someone--stories", "refs")));
        _scene.Options = _scene.Options with { IsOffline = true };
        (plan, split) = await FetchAsync(split: null, files: null);
        Assert.Equal((true, "en/train-0.parquet"), (plan.IsFromCache, Assert.Single(split.Paths)));
    }

    [Fact]
    public async Task Where_the_source_is_no_parquet_the_converted_copy_is_taken()
    {
        var repository = _scene.Hub.Add($"datasets/{Name}").Set("data.jsonl", "{}");
        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => FetchAsync(split: null, files: null));
        Assert.Contains("has no Parquet files", refusal.Message, StringComparison.Ordinal);
        repository.Set("default/partial-train/0000.parquet", HubScene.Content(300), revision: DatasetFiles.ConvertedRevision);
        var (plan, split) = await FetchAsync(split: null, files: null);
        Assert.Contains("holds only the beginning of train", plan.Caution, StringComparison.Ordinal);
        Assert.Equal(HubScene.Content(300), File.ReadAllBytes(Path.Combine(plan.Snapshot, "default", "partial-train", "0000.parquet")));
        Assert.Contains(_scene.Hub.Calls.Requests, request => request.Target == $"/api/datasets/{Name}/revision/refs%2Fconvert%2Fparquet");
        var reference = Path.Combine(_scene.Cache, "datasets--someone--stories", "refs", "refs", "convert", "parquet");
        Assert.Equal(repository.Revisions[DatasetFiles.ConvertedRevision], File.ReadAllText(reference));
        Assert.Equal("train", split.Name);
    }

    private static string Text(DatasetSplit split) => $"{split.Config}/{split.Name}: {string.Join(' ', split.Paths)}";

    private async Task<(FetchPlan Plan, DatasetSplit Split)> FetchAsync(string? split, int? files)
    {
        using var fetch = new HubFetch(_scene.Options, _scene);
        var planned = await fetch.PlanDatasetAsync(HubReference.Parse(HubKind.Dataset, Name), config: null, split, files, CancellationToken.None);
        await fetch.FetchAsync([planned.Plan], CancellationToken.None);
        return planned;
    }
}
