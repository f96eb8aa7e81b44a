using System.Reflection;
using CommandLine;
using Quanta.Cli;
using Quanta.Cli.Parsing;

namespace Quanta.EndToEnd.Tests;

/// <summary>What a command line may hold: nothing that no option takes, no number that would be read as another one.</summary>
public sealed class ArgumentTests
{
    /// <summary>All verbs by their words on the command line, without the words that only stand before others.</summary>
    internal static IReadOnlyDictionary<string, Type> Verbs { get; } =
        CommandLineEntry.Verbs.Where(type => typeof(CommandArguments).IsAssignableFrom(type)).Select(type => (NameOf(type), type))
            .Concat(CommandLineEntry.Groups.SelectMany(group => group.Value.Select(type => ($"{group.Key} {NameOf(type)}", type)))).ToDictionary();

    public static TheoryData<string> VerbNames => [.. Verbs.Keys];

    [Theory, MemberData(nameof(VerbNames))]
    public void A_decimal_comma_is_refused_for_every_number_of_every_verb(string verb)
    {
        foreach (var option in KnownOption.Of(Verbs[verb]).Where(option => option.Number is not null && option.Separator == '\0'))
        {
            foreach (var arguments in new string[][] { [option.Names[0], "0,1"], [option.Names[0], "1", "--quiet", option.Names[0] + (option.Names[0][1] == '-' ? "=" : "") + "0,1"] })
            {
                var problem = Assert.Throws<UsageException>(() => GivenArguments.Check(Verbs[verb], arguments));
                Assert.StartsWith(option.Names[0] + " ", problem.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory, MemberData(nameof(VerbNames))]
    public void NaN_and_infinity_are_numbers_for_no_option_without_an_infinite_default(string verb)
    {
        foreach (var option in KnownOption.Of(Verbs[verb]).Where(option => option.Number is not null))
        {
            Assert.Throws<UsageException>(() => GivenArguments.Check(Verbs[verb], [option.Names[0], "nan"]));
            if (!option.Number!.MayBeInfinite) Assert.Throws<UsageException>(() => GivenArguments.Check(Verbs[verb], [option.Names[0], "Infinity"]));
        }
    }

    [Theory, MemberData(nameof(VerbNames))]
    public void An_argument_that_no_option_takes_is_refused_in_every_verb(string verb)
    {
        string[] values = [.. Verbs[verb].GetProperties().Select(property => property.GetCustomAttribute<ValueAttribute>()).OfType<ValueAttribute>()
            .Where(value => !value.Hidden).Select(value => value.MetaName)];
        if (values.Any(value => value.EndsWith("...", StringComparison.Ordinal))) return; // takes any number
        string[] required = [.. Verbs[verb].GetProperties().Select(property => property.GetCustomAttribute<OptionAttribute>())
            .Where(option => option is { Required: true }).SelectMany(option => new[] { "--" + option!.LongName, "1" })];
        var result = QuantaCommand.Run([.. verb.Split(' '), .. values, "stray", .. required]);
        Assert.Contains("Nothing takes the argument \"stray\"", result.Errors, StringComparison.Ordinal);
        Assert.Equal(2, result.ExitCode);
    }

    [Theory]
    [InlineData("0,1", "0.1")]
    [InlineData("-0,5", "-0.5")]
    [InlineData("10,000", "10000")]
    public void A_number_with_a_comma_is_told_how_it_is_written(string given, string better)
    {
        var problem = Assert.Throws<UsageException>(() => GivenArguments.Check(Verbs["select"], ["--threshold", given]));
        Assert.Contains($"\"{given}\". Write {better}:", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spectral", "--counts", "10,100")]
    [InlineData("fit", "--predict", "1e9,2.5e10")]
    [InlineData("scaling losses", "--fit-to", "Infinity")]
    public void Lists_of_numbers_stay_lists(string verb, params string[] arguments) => GivenArguments.Check(Verbs[verb], arguments);

    [Fact]
    public void An_option_of_one_value_is_given_once()
    {
        var problem = Assert.Throws<UsageException>(() => GivenArguments.Check(Verbs["spectral"], ["--restarts", "3", "--restarts", "5"]));
        Assert.Contains("--restarts is given twice", problem.Message, StringComparison.Ordinal);
        GivenArguments.Check(Verbs["losses"], ["--model", "a", "b", "--model", "c"]);
    }

    [Fact]
    public void Threads_are_refused_in_the_same_words_by_every_verb()
    {
        foreach (var arguments in new string[][] { ["select", "--run", "nowhere"], ["parity", "train", "--out", "nowhere"], ["parity", "discover", "nowhere"] })
            Assert.Contains("--threads must be at least 1, but it is 0.", QuantaCommand.Run([.. arguments, "--threads", "0"]).Errors, StringComparison.Ordinal);
    }

    private static string NameOf(Type verb) => verb.GetCustomAttribute<VerbAttribute>()!.Name;
}
