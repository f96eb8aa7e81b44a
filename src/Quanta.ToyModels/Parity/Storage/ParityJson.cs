using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Quanta.ToyModels.Parity.Sweeps;
using Quanta.ToyModels.Parity.Tasks;
using Quanta.ToyModels.Parity.Training;

namespace Quanta.ToyModels.Parity.Storage;

/// <summary>How parity's records look as JSON: camelCase names, enumerations by name, unknown names refused, NaN as "NaN".</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowTrailingCommas = true,
    ReadCommentHandling = JsonCommentHandling.Skip)]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(ParityOptions))]
[JsonSerializable(typeof(ParitySummary))]
[JsonSerializable(typeof(SweepDefinition))]
internal sealed partial class ParityJson : JsonSerializerContext
{
    private const string Composite = "composite";

    /// <summary>Options from the members given; the others keep their defaults.</summary>
    /// <exception cref="JsonException">A member is unknown, or of the wrong kind.</exception>
    public static ParityOptions OptionsFrom(JsonObject given)
    {
        // Generated readers set what is absent to zero, so the defaults are written out first.
        var all = Write(new ParityOptions { Composite = new CompositeOptions(1) });
        all[Composite]!.AsObject().Remove("count"); // it has no default
        if (!given.ContainsKey(Composite)) all.Remove(Composite);
        Overlay(all, given);
        return all.Deserialize(Default.ParityOptions)!;
    }

    /// <summary>Options from a file.</summary>
    /// <exception cref="InvalidDataException">The file is not JSON, or does not hold options.</exception>
    public static ParityOptions ReadOptions(string path)
    {
        var given = Read(path, Default.JsonObject);
        try
        {
            return OptionsFrom(given);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} does not hold the options of a parity run: {e.Message}", e);
        }
    }

    /// <summary>Where two runs differ, e.g. "width 100 there, 200 here".</summary>
    public static string Differences(ParityOptions there, ParityOptions here)
    {
        var (first, second) = (Write(there), Write(here));
        var names = first.Select(member => member.Key).Union(second.Select(member => member.Key));
        return string.Join("; ", names.Where(name => !System.Text.Json.Nodes.JsonNode.DeepEquals(first[name], second[name]))
            .Select(name => $"{name} {first[name]?.ToJsonString() ?? "unset"} there, {second[name]?.ToJsonString() ?? "unset"} here"));
    }

    private static void Overlay(JsonObject defaults, JsonObject given)
    {
        foreach (var (name, value) in given)
        {
            if (value is JsonObject inner && defaults[name] is JsonObject innerDefaults) Overlay(innerDefaults, inner);
            else defaults[name] = value?.DeepClone();
        }
    }

    private static JsonObject Write(ParityOptions options) => JsonSerializer.SerializeToNode(options, Default.ParityOptions)!.AsObject();

    /// <summary>Reads a whole file, with the file's name in every complaint.</summary>
    /// <exception cref="InvalidDataException">The file is not JSON, or not of this kind.</exception>
    public static T Read<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), type) ?? throw new InvalidDataException($"{path} must hold a JSON object, but holds null.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} is not a valid JSON file of this kind: {e.Message}", e);
        }
    }
}
