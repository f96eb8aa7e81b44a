using Quanta.Cli;
using Quanta.Cli.Hub;

namespace Quanta.EndToEnd.Tests;

public class HubEnvironmentTests
{
    private static readonly string Home = Path.Combine(Path.GetTempPath(), "nobody");

    [Theory]
    [InlineData("~/.cache/huggingface/hub")]
    [InlineData("/a/b", "HF_HUB_CACHE=/a/b", "HF_HOME=/c", "HUGGINGFACE_HUB_CACHE=/d")]
    [InlineData("/d", "HF_HOME=/c", "HUGGINGFACE_HUB_CACHE=/d")]
    [InlineData("/c/hub", "HF_HOME=/c", "XDG_CACHE_HOME=/x")]
    [InlineData("/x/huggingface/hub", "XDG_CACHE_HOME=/x")]
    [InlineData("~/models", "HF_HUB_CACHE=~/models")]
    [InlineData("/scratch/me/hub", "HF_HUB_CACHE=$SCRATCH/${USER}/hub", "SCRATCH=/scratch", "USER=me")]
    public void The_cache_is_where_other_programs_look_for_it(string expected, params string[] variables) =>
        Assert.Equal(Path.GetFullPath(expected.Replace("~", Home, StringComparison.Ordinal)), Path.GetFullPath(Of(variables).Cache));

    [Theory]
    [InlineData("1", true)]
    [InlineData("yes", true)]
    [InlineData("True", true)]
    [InlineData("0", false)]
    [InlineData("", false)]
    public void Switches_are_on_for_the_words_that_other_programs_know(string value, bool isOn)
    {
        Assert.Equal(isOn, Options($"HF_HUB_OFFLINE={value}").IsOffline);
        Assert.Equal(isOn, Options($"TRANSFORMERS_OFFLINE={value}").IsOffline);
        Assert.Equal(!isOn, Options($"HF_HUB_DISABLE_SYMLINKS={value}").MakeLinks);
    }

    [Fact]
    public void The_endpoint_the_token_and_the_patience_are_read()
    {
        var options = Options("HF_ENDPOINT=https://mirror.example/hub", "HF_TOKEN= hf_x\n", "HF_HUB_ETAG_TIMEOUT=3", "HF_HUB_DOWNLOAD_TIMEOUT=2.5");
        Assert.Equal(("https://mirror.example/hub", "hf_x"), (options.Endpoint.ToString(), options.Token));
        Assert.Equal((3.0, 2.5), (options.HeaderTimeout.TotalSeconds, options.ReadTimeout.TotalSeconds));
        Assert.Equal("https://other.example/", Of("HF_ENDPOINT=https://mirror.example").ToOptions(cache: null, "https://other.example").Endpoint.ToString());
        Assert.Equal(("https://huggingface.co/", null), (Options().Endpoint.ToString(), Options().Token));
    }

    [Theory]
    [InlineData("HF_ENDPOINT=mirror", "HF_ENDPOINT must be the address")]
    [InlineData("HF_HUB_ETAG_TIMEOUT=soon", "HF_HUB_ETAG_TIMEOUT must be a number of seconds")]
    [InlineData("HF_HUB_DOWNLOAD_TIMEOUT=NaN", "HF_HUB_DOWNLOAD_TIMEOUT must be a number of seconds")]
    [InlineData("HF_TOKEN=hf x", "holds characters that no token has")]
    public void Values_that_make_no_sense_are_refused(string variable, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<UsageException>(() => Options(variable)).Message, StringComparison.Ordinal);

    private static Quanta.LanguageModels.Hub.HubOptions Options(params string[] variables) => Of(variables).ToOptions(cache: null, endpoint: null);

    private static HubEnvironment Of(params string[] variables)
    {
        var values = variables.Select(variable => variable.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return new HubEnvironment(values.GetValueOrDefault, Home);
    }
}
