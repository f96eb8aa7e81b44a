using Quanta.LanguageModels.Decoders;

namespace Quanta.LanguageModels.Architectures;

/// <summary>The rotary positions of a config.json, in the spellings of both generations: fields of its own and rope_scaling, or all in rope_parameters.</summary>
/// <remarks>Of the scalings, linear and llama3 are read; dynamic changes nothing up to the model's positions, and beyond them would
/// turn a token by the length of all that is read, so that an early loss would depend on later tokens: there the model ends. yarn and longrope also change the
/// turned vectors, and are refused.</remarks>
internal sealed class RotaryFields
{
    private readonly ConfigFields _fields;
    private readonly ConfigFields? _rope;

    public RotaryFields(ConfigFields fields)
    {
        (_fields, _rope) = (fields, fields.Inner("rope_parameters") ?? fields.Inner("rope_scaling"));
        var byLayer = _rope is not null && (_rope.Has("full_attention") || _rope.Has("sliding_attention"));
        fields.Require("rope_parameters", "the same for all layers", !byLayer, "an object for each kind of layer");
    }

    /// <summary>The share of each head that is turned.</summary>
    public double Share(double otherwise, string name = "partial_rotary_factor")
    {
        var share = _fields.Number(name) ?? _rope?.Number("partial_rotary_factor") ?? _fields.Number("partial_rotary_factor") ?? otherwise;
        _fields.Require(name, "between 0 and 1", share is >= 0 and <= 1, $"{share}");
        return share;
    }

    public double Base(string name = "rope_theta") => _fields.Number(name) ?? _rope?.Number("rope_theta") ?? _fields.Number("rope_theta") ?? 10_000;

    private string Type => _rope?.Text("rope_type") ?? _rope?.Text("type") ?? "default";

    /// <summary>Why rotary positions end at those that the model was made for; null where they go on.</summary>
    public string? End() => Type == "dynamic" ? "its rotary scaling is dynamic, and turns positions otherwise where there are more" : null;

    public RotaryScaling? Scaling()
    {
        switch (Type)
        {
            case "default" or "dynamic": return null;
            case "linear": return new RotaryScaling(Required("factor"));
            case "llama3":
                var positions = _rope!.Number("original_max_position_embeddings") ?? _fields.Number("original_max_position_embeddings") ?? _fields.Number("max_position_embeddings");
                return new RotaryScaling(Required("factor")) { Bands = new(Required("low_freq_factor"), Required("high_freq_factor"), positions ?? 0) };
            case var other: throw _fields.Wrong("rope_type", "default, linear, dynamic or llama3", other);
        }
    }

    private double Required(string name) => _rope!.Number(name) ?? throw _fields.Wrong($"{name} of the rotary scaling", "a number", "absent");
}
