using CommandLine;

namespace Quanta.Cli.Models;

[Verb("models", HelpText = "Fetch and look at models: fetch, list, inspect, card, figures. See `quanta models --help`.")]
internal sealed class ModelsGroupOptions;

/// <summary>The verbs under `quanta models`.</summary>
internal static class ModelsGroup
{
    public const string Name = "models";

    public static Type[] Verbs { get; } = [typeof(ModelsFetchVerb), typeof(ModelsListVerb), typeof(ModelsInspectVerb), typeof(ModelsCardVerb), typeof(ModelsFiguresVerb)];
}
